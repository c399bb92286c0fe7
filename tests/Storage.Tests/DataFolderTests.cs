using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage;
using GoldenSignals.Storage.Tests.Support;

namespace GoldenSignals.Storage.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly JournalFolder _folder = new();
    private readonly GridOptions _grid = new() { Shards = 8, Interval = TimeSpan.FromMinutes(5), Live = false };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_made_and_remembers_what_grid_it_is_of()
    {
        string path = Path.Combine(_folder.Path, "new", "data");
        Assert.Throws<DirectoryNotFoundException>(() => DataFolder.FactsOf(path));
        using (DataFolder data = DataFolder.Take(path, _grid))
            Assert.Equal(Path.Combine(path, "journal"), data.Journal);
        Assert.Equal(GridFacts.Of(_grid), DataFolder.FactsOf(path));
        DataFolder.Take(path, _grid).Dispose();
    }

    public static TheoryData<GridOptions, string> Others => new()
    {
        { new() { Shards = 16, Interval = TimeSpan.FromMinutes(5), Live = false }, "Grid:Shards is 16, but the data was written with 8" },
        { new() { Shards = 8, Interval = TimeSpan.FromSeconds(15), Live = false }, "Grid:Interval is 15s, but the data was written with 5m" },
        { new() { Shards = 8, Interval = TimeSpan.FromMinutes(5), Live = false, KeepBarInterval = true }, "Grid:KeepBarInterval is True, but the data was written with False" },
        { new() { Shards = 8, Interval = TimeSpan.FromMinutes(5) }, "Grid:Live is True, but the data was written with False" },
        { new() { Shards = 8, Interval = TimeSpan.FromMinutes(5), Live = false, WindowBars = 64 }, "Grid:WindowBars is 64, but the data was written with 512" },
    };

    [Theory, MemberData(nameof(Others))]
    public void Another_grid_is_refused_by_option_both_values_and_what_to_do(GridOptions other, string message)
    {
        DataFolder.Take(_folder.Path, _grid).Dispose();
        string refused = Assert.Throws<ValidationException>(() => DataFolder.Take(_folder.Path, other)).Message;
        Assert.StartsWith(message, refused, StringComparison.Ordinal);
        Assert.Contains("Journal:Folder", refused, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, refused, StringComparison.Ordinal);
        DataFolder.Take(_folder.Path, _grid with { MaxSymbols = 7 }).Dispose();      // left as it was, and free
    }

    [Fact]
    public void A_folder_serves_one_at_a_time()
    {
        using (DataFolder.Take(_folder.Path, _grid))
        {
            string refused = Assert.Throws<IOException>(() => DataFolder.Take(_folder.Path, _grid)).Message;
            Assert.Equal($"{_folder.Path} is in use by another process; a data folder serves one at a time", refused);
        }
        DataFolder.Take(_folder.Path, _grid).Dispose();
    }

    [FlockFact]
    public async Task Another_process_keeps_a_folder_until_it_ends()
    {
        DataFolder.Take(_folder.Path, _grid).Dispose();
        var start = new ProcessStartInfo("flock", [Path.Combine(_folder.Path, "lock"), "-c", "echo held; read line"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process other = Process.Start(start)!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync());
        Assert.Contains("in use by another process", Assert.Throws<IOException>(() => DataFolder.Take(_folder.Path, _grid)).Message, StringComparison.Ordinal);
        other.StandardInput.Close();
        await other.WaitForExitAsync();
        DataFolder.Take(_folder.Path, _grid).Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"shards\":8}")]
    [InlineData("{\"shards\":8,\"interval\":\"soon\",\"keepBarInterval\":false,\"live\":false,\"windowBars\":512}")]
    public void A_manifest_that_says_nothing_is_not_guessed_at(string text)
    {
        string manifest = Path.Combine(_folder.Path, "grid.json");
        File.WriteAllText(manifest, text);
        Assert.StartsWith($"{manifest} does not say what grid the folder is of", Assert.Throws<IOException>(() => DataFolder.Take(_folder.Path, _grid)).Message, StringComparison.Ordinal);
        File.Delete(manifest);
        DataFolder.Take(_folder.Path, _grid).Dispose();
    }

    /// <summary>Skipped where there is no flock to play the other process.</summary>
    private sealed class FlockFactAttribute : FactAttribute
    {
        public FlockFactAttribute() => Skip = Array.Exists(["/usr/bin/flock", "/bin/flock"], File.Exists) ? null : "there is no flock on this machine";
    }
}
