# Line coverage by project over all cobertura reports on stdin: a line counts once, and is covered if any test project hit it.
# Fails when Domain is below 95 % or another project below 85 %.
/<source>/ { gsub(/.*<source>|<\/source>.*/, ""); source = $0 }
/<class / {
  match($0, /filename="[^"]*"/); file = substr($0, RSTART + 10, RLENGTH - 11)
  if (file !~ /^\//) file = source "/" file
  gsub(/\/\/+/, "/", file)
  sub(root, "", file); sub(/^\//, "", file)
}
/<line / {
  match($0, /number="[0-9]+"/); number = substr($0, RSTART + 8, RLENGTH - 9)
  match($0, /hits="[0-9]+"/); hits = substr($0, RSTART + 6, RLENGTH - 7)
  key = file ":" number
  if (!(key in seen)) seen[key] = 0
  if (hits > 0) seen[key] = 1
}
END {
  for (key in seen) {
    if (key ~ /\/obj\// || key ~ /^\// ) continue
    project = key; sub(/\/.*/, "", project)
    if (project == "tests" || project == "benchmarks") continue
    lines[project]++; covered[project] += seen[key]
  }
  status = 0
  for (project in lines) {
    share = 100 * covered[project] / lines[project]
    least = project == "Domain" ? 95 : 85
    printf "coverage %-18s %6.1f %% of %5d lines%s\n", project, share, lines[project], share < least ? "  BELOW " least " %" : ""
    if (share < least) status = 1
  }
  exit status
}
