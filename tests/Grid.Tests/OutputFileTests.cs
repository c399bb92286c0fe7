using System.Globalization;
using System.Text;
using GoldenSignals.Grid.Tests.Support;

namespace GoldenSignals.Grid.Tests;

/// <summary>A file that a command is to write where there is no folder.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("replay", "BARS", "--out", "FILE")]
    [InlineData("replay", "BARS", "--indicators", "FILE")]
    [InlineData("agents", "score", "BARS", "--resamples", "100", "--html", "FILE")]
    [InlineData("agents", "fit-hmm", "BARS", "--until", "2030-01-01", "--out", "FILE")]
    [InlineData("agents", "docs", "--into", "FILE")]
    public async Task Is_named_as_it_was_given_and_the_folder_is_said_to_be_missing(params string[] arguments)
    {
        var text = new StringBuilder("timestamp,open,high,low,close,volume\n");
        for (int i = 0; i < 900; i++)
            text.Append(CultureInfo.InvariantCulture, $"{new DateTime(2020, 1, 1).AddDays(i):yyyy-MM-dd},1,2,0.5,{1 + i * 7919 % 100 * 0.01},5\n");
        string bars = _folder.File("AAA_1d.csv", text.ToString()), file = Path.Combine(_folder.Path, "..", Path.GetFileName(_folder.Path), "gone", "x.out");

        Cli.Result result = await Cli.Run([.. arguments.Select(argument => argument switch { "BARS" => bars, "FILE" => file, _ => argument })]);

        Assert.Equal(1, result.ExitCode);
        string error = Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Equal($"error: {file} cannot be written: the folder {Path.Combine(_folder.Path, "gone")} does not exist", error);
        Assert.Empty(result.Output);
        Assert.Equal([bars], Directory.GetFileSystemEntries(_folder.Path));
    }
}
