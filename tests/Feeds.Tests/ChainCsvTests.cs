using GoldenSignals.Domain.Options;
using GoldenSignals.Domain.Tests.Support;
using GoldenSignals.Feeds.Tests.Support;
using GoldenSignals.Silo.Feeds;

namespace GoldenSignals.Feeds.Tests;

public sealed class ChainCsvTests : IDisposable
{
    private const string Header = "underlying,date,expiry,strike,right,bid,ask,volume,openInterest,iv,delta,gamma,vega,theta,rho,underlyingPrice\n";
    private const string Row = "MSFT,2021-11-22,2021-11-26,340,C,4.5,4.7,12,340,0.2,0.5,0.01,0.1,-0.1,0.02,342.97\n";

    private readonly CsvFolder _folder = new();
    private readonly List<string> _quarantined = [];

    public void Dispose() => _folder.Dispose();

    private OptionChain[] Read(string text, ChainTerms? terms = null) => ReadFile(_folder.Write("chain.csv", text), terms);

    private OptionChain[] ReadFile(string path, ChainTerms? terms = null) => [.. new ChainCsv(path, terms ?? new(), _quarantined.Add).Read()];

    private void Error(string text, int line, int? column, string says)
    {
        string path = Path.Combine(_folder.Root, "chain.csv");
        var error = Assert.Throws<FeedException>(() => Read(text));
        Assert.Equal((path, line, column), (error.Path, error.Line, error.Column));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_is_a_contract_and_a_day_ends_with_its_session()
    {
        OptionChain chain = Assert.Single(Read(Header + Row, new(0.01, 0.02, ExerciseStyle.European)));
        Assert.Equal(("MSFT", new DateTime(2021, 11, 22, 21, 0, 0, DateTimeKind.Utc)), (chain.Symbol, chain.TimeUtc));
        Assert.Equal((342.97, 0.01, 0.02, ExerciseStyle.European), (chain.UnderlyingPrice, chain.Rate, chain.DividendYield, chain.Style));
        Assert.Equal(new OptionContract(new DateTime(2021, 11, 26, 21, 0, 0, DateTimeKind.Utc), 340, OptionRight.Call, 4.5, 4.7, 12, 340), Assert.Single(chain.Contracts));
        Assert.Empty(_quarantined);
    }

    [Fact]
    public void What_is_empty_or_not_there_is_unknown()
    {
        OptionContract contract = Read(Header + "MSFT,2021-11-22T15:30:00Z,1637942400,340.5,put,,,,,,,,,,,\n")[0].Contracts[0];
        Assert.Equal((340.5, OptionRight.Put, new DateTime(2021, 11, 26, 16, 0, 0, DateTimeKind.Utc)), (contract.Strike, contract.Right, contract.ExpiryUtc));
        Assert.All([contract.Bid, contract.Ask, contract.Volume, contract.OpenInterest], number => Assert.True(double.IsNaN(number)));
        OptionChain chain = Read("ask,bid,right,strike,expiry,date,underlying\n2,1,C,340,2021-11-26,2021-11-22,MSFT\n")[0];
        Assert.Equal((1, 2), (chain.Contracts[0].Bid, chain.Contracts[0].Ask));
        Assert.All([chain.UnderlyingPrice, chain.Rate, chain.DividendYield, chain.Contracts[0].OpenInterest], number => Assert.True(double.IsNaN(number)));
    }

    [Fact]
    public void Rows_of_one_underlying_and_date_are_one_chain()
    {
        OptionChain[] chains = Read(Header + Row + Row.Replace("340,C", "345,C") + Row.Replace("MSFT", "AAPL") + Row.Replace("11-22", "11-23"));
        Assert.Equal([("MSFT", 22, 2), ("AAPL", 22, 1), ("MSFT", 23, 1)], chains.Select(chain => (chain.Symbol, chain.TimeUtc.Day, chain.Contracts.Length)));
    }

    [Fact]
    public void Values_that_cannot_be_are_counted_and_left_out()
    {
        OptionChain chain = Assert.Single(Read(Header + Row + Row + Row.Replace("340,C", "0,C") + Row.Replace("340,C,4.5", "350,C,-1") + Row.Replace("12,340", "-5,340").Replace("340,C", "355,C")
            + Row.Replace("MSFT", "no symbol")));
        Assert.Single(chain.Contracts);
        Assert.Equal(["duplicate-contract", "strike-out-of-range", "price-out-of-range", "size-out-of-range", "invalid-symbol"], _quarantined);
        _quarantined.Clear();
        Assert.Empty(Read(Header + Row.Replace("342.97", "0")));
        Assert.Equal(["price-out-of-range"], _quarantined);
    }

    [Fact]
    public void An_underlying_is_read_in_capitals()
    {
        OptionChain chain = Assert.Single(Read(Header + Row.Replace("MSFT", "msft") + Row.Replace("340,C", "345,C") + Row.Replace("MSFT", "Msft").Replace("340,C", "350,C")));
        Assert.Equal(("MSFT", 3), (chain.Symbol, chain.Contracts.Length));
        Assert.Empty(_quarantined);
    }

    [Theory]
    [InlineData("2400-01-01"), InlineData("9999-12-31"), InlineData("1700-01-01"), InlineData("0001-01-01T00:00:00Z")]
    public void A_date_that_cannot_be_is_left_out_wherever_it_stands(string date)
    {
        string wrong = Row.Replace("2021-11-22", date), late = Row.Replace("11-22", "11-23");
        foreach (string text in (string[])[wrong + Row + late, Row + wrong + late, Row + late + wrong])
        {
            _quarantined.Clear();
            Assert.Equal([22, 23], Read(Header + text).Select(chain => chain.TimeUtc.Day));
            Assert.Equal(["time-out-of-range"], _quarantined);
        }
    }

    [Fact]
    public void Says_file_line_and_column_of_what_cannot_be_read()
    {
        Error("", 0, null, "the file is empty");
        Error("underlying,date,expiry,strike,right,bid\n", 1, null, "no column 'ask'");
        Error("bid,underlying,date,expiry,strike,right,bid,ask\n", 1, null, "more than one column 'bid'");
        Error(Header, 0, null, "a header only");
        Error(Header + Row + Row.Replace("340,C", "x,C"), 3, 4, "found 'x' as strike");
        Error(Header + Row + Row.Replace("340,C", ",C"), 3, 4, "found '' as strike");
        Error(Header + Row.Replace("MSFT", ""), 2, 1, "found '' as underlying");
        Error(Header + Row.Replace("2021-11-22", ""), 2, 2, "found '' as date");
        Error(Header + Row.Replace("2021-11-26", ""), 2, 3, "found '' as expiry");
        Error(Header + Row.Replace("340,C", "340,"), 2, 5, "found '' as right");
        Error(Header + Row.Replace("2021-11-26", "26.11.2021"), 2, 3, "found '26.11.2021' as expiry");
        Error(Header + Row.Replace("340,C", "340,X"), 2, 5, "found 'X' as right");
        Error(Header + Row.Replace("4.5,4.7", "4.5"), 2, null, "found 15 cells, expected 16");
        Error(Header + Row.Replace("340,C", "340,\"C"), 2, 5, "quote that is not closed");
        Error(Header + Row + Row.Replace("11-22", "11-19"), 3, 2, "after 2021-11-22");
        Error(Header + Row + Row.Replace("MSFT", "AAPL") + Row, 4, 1, "MSFT of 2021-11-22T21:00:00.0000000Z again");
    }

    [Theory]
    [InlineData(Header, true)]
    [InlineData("timestamp,open,high,low,close,volume", false)]
    [InlineData("timestamp,bid,ask", false)]
    [InlineData("\"underlying", false)]
    public void Knows_its_kind_by_the_header(string header, bool chain) => Assert.Equal(chain, ChainCsv.Recognises(System.Text.Encoding.UTF8.GetBytes(header.TrimEnd())));

    [SharedDataFact]
    public void Reads_a_real_chain()
    {
        OptionChain chain = Assert.Single(ReadFile(SharedData.PathOf("options/MSFT_chain_20211122.csv.gz"), new(Math.Log(1.0025), 4 * 0.62 / 342)));
        Assert.Empty(_quarantined);
        Assert.Equal((1995, 342.97), (chain.Contracts.Length, chain.UnderlyingPrice));
        var analysis = new ChainAnalysis(chain);
        Assert.InRange(analysis.Spot, 342.2, 342.35);
        Assert.InRange(analysis.Iv30, 0.205, 0.215);
    }
}
