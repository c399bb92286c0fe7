using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GoldenSignals.Silo.Storage.Keys;

/// <summary>Keys in one file that its owner alone may read. It is replaced as a whole; whoever changes it holds the file beside it.</summary>
public sealed class KeyFile(string path) : IKeyStore
{
    public const string Name = "keys.json";

    private const int Version = 1, HashDigits = 64;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5), s_retry = TimeSpan.FromMilliseconds(10);

    // A file system tells times to some milliseconds: two changes may look like one for that long.
    private static readonly TimeSpan s_unsure = TimeSpan.FromSeconds(1);

    public string Place => path;

    public Task<KeyList?> Read(string? since, CancellationToken cancel = default)
    {
        string tag = Tag();                                          // before the file: what changes meanwhile is read again
        return Task.FromResult(tag == since ? null : new KeyList(tag, Load()));
    }

    public Task Add(StoredKey key, CancellationToken cancel = default) => Change(keys => [.. keys, key], cancel);

    public async Task<StoredKey?> Revoke(string id, DateTime utc, CancellationToken cancel = default)
    {
        StoredKey? revoked = null;
        await Change(keys => [.. keys.Select(key => key.Id == id ? revoked = key with { Revoked = key.Revoked ?? utc } : key)], cancel);
        return revoked;
    }

    public Task Used(IReadOnlyDictionary<string, DateTime> lastUtc, CancellationToken cancel = default) =>
        Change(keys => [.. keys.Select(key => lastUtc.TryGetValue(key.Id, out DateTime last) && !(key.LastUsed > last) ? key with { LastUsed = last } : key)], cancel);

    public ValueTask DisposeAsync() => default;

    private string Tag()
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return "none";
        DateTime now = DateTime.UtcNow;
        long unsure = now - file.LastWriteTimeUtc > s_unsure ? 0 : now.Ticks;
        return string.Create(CultureInfo.InvariantCulture, $"{file.LastWriteTimeUtc.Ticks}-{file.Length}-{unsure}");
    }

    private StoredKey[] Load()
    {
        try
        {
            KeyFileContent? content = JsonSerializer.Deserialize(File.ReadAllBytes(path), KeyFileJson.Default.KeyFileContent);
            return content is not { Version: Version } ? throw new IOException($"{path} is of another version of the program")
                : content.Keys.All(key => key.Hash.Length == HashDigits && key.Hash.All(char.IsAsciiHexDigit)) && content.Keys.DistinctBy(key => key.Id).Count() == content.Keys.Length ? content.Keys
                : throw new IOException($"{path} is no file of keys: a hash is none, or an id is there twice");
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (JsonException wrong)
        {
            throw new IOException($"{path} is no file of keys: {wrong.Message}", wrong);
        }
    }

    private async Task Change(Func<StoredKey[], StoredKey[]> change, CancellationToken cancel)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        DataFolder.Make(folder);
        await using FileStream held = await Hold(cancel);
        string written = path + ".new";
        File.Delete(written);                                        // one that a crash left may be for all to read
        var mine = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            mine.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(written, mine))
        {
            await JsonSerializer.SerializeAsync(file, new(Version, change(Load())), KeyFileJson.Default.KeyFileContent, cancel);
            await file.FlushAsync(cancel);
            DiskFlush.File(file.SafeFileHandle);
        }
        File.Move(written, path, overwrite: true);
        DiskFlush.Folder(folder);
    }

    private async Task<FileStream> Hold(CancellationToken cancel)
    {
        for (DateTime until = DateTime.UtcNow + s_patience; ; await Task.Delay(s_retry, cancel))
            try
            {
                return new(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < until)
            {
                // Another changes the keys; that takes milliseconds.
            }
    }
}

internal sealed record KeyFileContent(int Version, StoredKey[] Keys);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(KeyFileContent))]
internal sealed partial class KeyFileJson : JsonSerializerContext;
