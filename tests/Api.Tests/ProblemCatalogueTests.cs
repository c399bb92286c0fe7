using System.Reflection;
using System.Text.RegularExpressions;
using GoldenSignals.ApiClient;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Sentiment;

namespace GoldenSignals.Api.Tests;

public class ProblemCatalogueTests
{
    /// <summary>Codes that only quotes get, which come from files, or that a receipt counts apart.</summary>
    private static readonly string[] s_never = [Refusal.CrossedQuote, Refusal.Duplicate];

    public static TheoryData<string> Codes =>
    [
        .. typeof(SymbolInput).Assembly.GetTypes().Where(type => type == typeof(Refusal) || type.IsSubclassOf(typeof(SymbolInput)))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(constant => constant.IsLiteral && constant.FieldType == typeof(string)))
            .Select(constant => (string)constant.GetRawConstantValue()!).Except(s_never),
    ];

    /// <summary>What a request cannot bring about: these words and tones are not taken from JSON.</summary>
    private static readonly string[] s_notByRequest = [NewsItem.UnknownChannel, NewsItem.UnknownStance, NewsItem.ToneOutOfRange];

    [Fact]
    public void The_documentation_lists_every_code_and_no_other()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "docs", "api.md")))
            folder = folder.Parent!;
        string table = File.ReadAllText(Path.Combine(folder.FullName, "docs", "api.md")).Split("| status | codes |")[1];
        string[] listed = [.. Regex.Matches(table, "`([a-z0-9-]+)`").Select(match => match.Groups[1].Value).Distinct()];
        Assert.Equal(Problems.All.Select(problem => problem.Code).Except(s_notByRequest).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Codes))]
    public void Every_refusal_that_a_caller_can_get_is_in_the_catalogue_with_title_and_meaning(string code)
    {
        Problem problem = Assert.Single(Problems.All, problem => problem.Code == code);
        Assert.NotEqual("", problem.Title);
        Assert.NotEqual("", problem.Meaning);
        Assert.Equal(422, Problems.OfRefusal(code).Status);
        Assert.Equal(code, Problems.OfRefusal(code).Code);
    }
}
