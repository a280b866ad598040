"""Here is what somebody typed, give me what the archive may call it: completions, pinyin, slips, entities."""
