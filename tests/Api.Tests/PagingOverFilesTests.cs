using System.Text.Json;
using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage.History;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GoldenSignals.Api.Tests;

/// <summary>The same over the history that an embedded grid has.</summary>
public class PagingOverFilesTests
{
    [Fact]
    public async Task Pages_are_the_whole_while_it_is_flushed_to_files()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gs-");
        var api = new RunningApi();
        try
        {
            await api.Start(services => services.AddSingleton<IHistory>(provider => new FileHistory(
                folder.FullName, new HistoryOptions { FlushRows = 1_000 }, TimeProvider.System, provider.GetRequiredService<ILogger<FileHistory>>())), ("Grid:WindowBars", "64"));
            await api.IsReady();
            string[] symbols = ["FILE.A", "FILE.B", "FILE/C"];
            foreach (string symbol in symbols)
                await api.Take(SomeTicks.Walk(symbol, 701, symbol[^1]));
            foreach (string path in symbols.Select(symbol => $"/v1/symbols/{Uri.EscapeDataString(symbol)}"))
                foreach (string rows in new[] { "bars", "decisions" })
                    Assert.Equal(
                        Enumerable.Range(0, 700).Reverse().Select(minute => SomeTicks.Start.AddMinutes(minute)),
                        (await api.Pages($"{path}/{rows}", rows, 50)).Select(row => row.GetProperty("time").GetDateTime()));
            List<JsonElement> all = await api.Pages("/v1/signals", "signals", 3);
            Assert.True(all.Count > 20, "too few signals to show anything");
            Assert.Equal((await api.Pages("/v1/signals", "signals", 1_000)).Select(row => row.ToString()), all.Select(row => row.ToString()));
            Assert.Equal(all.OrderByDescending(row => row.GetProperty("time").GetDateTime()).ThenBy(row => row.GetProperty("symbol").GetString(), StringComparer.Ordinal), all);
            Assert.NotEmpty(folder.GetFiles("*", SearchOption.AllDirectories));
        }
        finally
        {
            await api.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }
}
