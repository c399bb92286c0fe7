using System.Text.Json;

namespace GoldenSignals.Api.Tests;

internal static class AllPages
{
    /// <summary>The rows of all pages.</summary>
    public static async Task<List<JsonElement>> Pages(this RunningApi api, string path, string rows, int limit, Func<Task>? between = null, string filter = "")
    {
        var all = new List<JsonElement>();
        string? next = null;
        do
        {
            JsonElement page = await api.Get($"{path}?limit={limit}&{filter}{(next is null ? "" : $"&page={next}")}");
            JsonElement[] some = [.. page.GetProperty(rows).EnumerateArray()];
            all.AddRange(some);
            next = page.GetProperty("next").GetString();
            Assert.True(some.Length == limit || next is null && some.Length < limit, $"{some.Length} rows of {limit}, and next is {next}");
            Assert.True(some.Length > 0 || all.Count == 0, "an empty page at the end");
            if (between is not null)
                await between();
        }
        while (next is not null);
        return all;
    }
}
