using System.Globalization;
using System.Text;
using GoldenSignals.Grains;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace GoldenSignals.Silo.Storage;

/// <summary>Grain storage in files: one for each state, replaced as a whole. Keeps <see cref="StoredSnapshot"/>s, whose bytes know themselves whether they are damaged.</summary>
/// <param name="folder">Made when the first state is written.</param>
public sealed class FileGrainStorage(string folder) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string path = PathOf(stateName, grainId);
        if (!File.Exists(path))
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = ((T)(object)new StoredSnapshot(), null, false);
            return;
        }
        byte[] bytes = await File.ReadAllBytesAsync(path);
        (grainState.State, grainState.ETag, grainState.RecordExists) = ((T)(object)new StoredSnapshot { Bytes = bytes }, TagOf(path), true);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string path = PathOf(stateName, grainId);
        byte[] bytes = ((StoredSnapshot)(object)grainState.State!).Bytes;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string written = path + ".new";
        await using (var file = new FileStream(written, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            await file.WriteAsync(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(written, path, overwrite: true);
        (grainState.ETag, grainState.RecordExists) = (TagOf(path), true);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        File.Delete(PathOf(stateName, grainId));
        (grainState.State, grainState.ETag, grainState.RecordExists) = ((T)(object)new StoredSnapshot(), null, false);
        return Task.CompletedTask;
    }

    /// <summary>A folder for each grain; what no file system takes in a name is written as %XX.</summary>
    private string PathOf(string stateName, GrainId grain) => Path.Combine(folder, FileName(grain.ToString()), FileName(stateName) + ".gss");

    private static string FileName(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name.Replace('/', '-'))
            text.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"%{(int)c:X2}"));
        return text.ToString();
    }

    private static string TagOf(string path) => File.GetLastWriteTimeUtc(path).Ticks.ToString(CultureInfo.InvariantCulture);
}
