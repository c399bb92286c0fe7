namespace GoldenSignals.Silo.Storage.History;

/// <summary>The folder that runs and manifest lie in. A file is in its place whole and for good, or not at all.</summary>
/// <param name="create">Creates a file to be written: where disks fail.</param>
internal sealed class HistoryFolder(string path, Func<string, FileMode, ISegmentFile>? create = null)
{
    private readonly Func<string, FileMode, ISegmentFile> _create = create ?? SegmentFile.Open;

    public string Path => path;

    /// <summary>Makes the folder where there is none.</summary>
    public void Make()
    {
        if (Directory.Exists(path))
            return;
        Directory.CreateDirectory(path);
        DiskFlush.Folder(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
    }

    public string Of(string name) => System.IO.Path.Combine(path, name);

    public ISegmentFile Begin(string name) => _create(Unfinished(name), FileMode.Create);

    /// <summary>Puts a file that is flushed and closed into its place. For good only after <see cref="Flush"/>.</summary>
    public void End(string name, string as_) => File.Move(Unfinished(name), Of(as_), overwrite: true);

    public void Abandon(string name) => File.Delete(Unfinished(name));

    /// <summary>Makes durable which files the folder has.</summary>
    public void Flush() => DiskFlush.Folder(path);

    /// <summary>Deletes what a crash has left: what was not finished, and runs that the manifest does not list.</summary>
    public void DeleteLeftovers(Manifest manifest)
    {
        var listed = manifest.Runs.Select(run => run.Name).ToHashSet(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(path))
            if (System.IO.Path.GetExtension(file) is RunFile.Unfinished || System.IO.Path.GetExtension(file) is RunFile.Extension && !listed.Contains(System.IO.Path.GetFileName(file)))
                File.Delete(file);
    }

    /// <summary>Deletes runs that the manifest does not list any more. What cannot be deleted now is a leftover at the next start.</summary>
    public void Delete(IEnumerable<RunFile> runs)
    {
        foreach (RunFile run in runs)
            try
            {
                File.Delete(Of(run.Name));
            }
            catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
            {
            }
    }

    private string Unfinished(string name) => Of(name + RunFile.Unfinished);
}
