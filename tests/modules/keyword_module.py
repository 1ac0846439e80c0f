import keyword

print(len(keyword.kwlist), keyword.kwlist[:5], keyword.softkwlist)
print([w for w in ("for", "match", "None", "x", "_", "async") if keyword.iskeyword(w)])
print([w for w in ("for", "match", "case", "x", "_") if keyword.issoftkeyword(w)])
