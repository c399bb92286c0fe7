namespace GoldenSignals.Silo.Replay;

/// <summary>A file that appears when it is complete: it is written beside its place and moved there at the end. Abandoned, it leaves nothing.</summary>
public sealed class WholeFile : IAsyncDisposable
{
    private readonly string _path, _partial;
    private readonly BufferedStream _content;
    private bool _ended;

    public WholeFile(string path)
    {
        _path = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(_path))
            throw new IOException($"{path} is a folder; expected the name of a file to write");
        if (System.IO.Path.GetDirectoryName(_path) is { } folder && !Directory.Exists(folder))
            throw new IOException($"{path} cannot be written: the folder {folder} does not exist");
        _partial = $"{_path}.{Environment.ProcessId}.partial";
        try
        {
            _content = new(new FileStream(_partial, FileMode.CreateNew), 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} cannot be written: {e.Message.Replace(_partial, path, StringComparison.Ordinal)}", e);
        }
    }

    public Stream Content => _content;

    public async Task Complete()
    {
        await _content.DisposeAsync();
        File.Move(_partial, _path, overwrite: true);
        _ended = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        _ended = true;
        await _content.DisposeAsync();
        File.Delete(_partial);
    }
}
