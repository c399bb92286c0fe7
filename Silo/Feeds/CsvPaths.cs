using Microsoft.Extensions.FileSystemGlobbing;

namespace GoldenSignals.Silo.Feeds;

/// <summary>The CSV files that files, folders and globs stand for.</summary>
public static class CsvPaths
{
    private static readonly string[] s_endings = [".csv", ".csv.gz"];

    /// <summary>Every file once, in ordinal order of its full name, so that nothing depends on the order in which paths are given.</summary>
    /// <exception cref="FeedException">A path stands for no CSV file.</exception>
    public static string[] Expand(IEnumerable<string> paths)
    {
        string[] files = [.. paths.SelectMany(FilesOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new FeedException("csv", 0, null, "no path was given; expected a file, a folder or a glob.");
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (File.Exists(path))
            return IsCsv(path) ? [Path.GetFullPath(path)] : throw new FeedException(path, 0, null, "expected a file whose name ends in .csv or .csv.gz.");
        if (Directory.Exists(path))
            return Some(path, Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories), "the folder holds no file whose name ends in .csv or .csv.gz.");
        if (path.AsSpan().IndexOfAny('*', '?') >= 0)
            return Some(path, Matches(path), "no file whose name ends in .csv or .csv.gz matches.");
        throw new FeedException(path, 0, null, "there is no such file or folder.");
    }

    private static IEnumerable<string> Matches(string glob)
    {
        string[] parts = Path.GetFullPath(glob).Split(Path.DirectorySeparatorChar);
        int fixedParts = Array.FindIndex(parts, part => part.AsSpan().IndexOfAny('*', '?') >= 0);
        string root = string.Join(Path.DirectorySeparatorChar, parts[..fixedParts]) + Path.DirectorySeparatorChar;
        // The matcher knows no '?': it finds a superset, which the simple expression of the file name then narrows.
        string pattern = string.Join('/', parts[fixedParts..]).Replace('?', '*');
        IEnumerable<string> found = Directory.Exists(root) ? new Matcher(StringComparison.Ordinal).AddInclude(pattern).GetResultsInFullPath(root) : [];
        return found.Where(file => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(parts[^1], Path.GetFileName(file), ignoreCase: false));
    }

    private static string[] Some(string path, IEnumerable<string> files, string message)
    {
        string[] found = [.. files.Where(IsCsv).Select(Path.GetFullPath)];
        return found.Length > 0 ? found : throw new FeedException(path, 0, null, message);
    }

    private static bool IsCsv(string path) => s_endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
