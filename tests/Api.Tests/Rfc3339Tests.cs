using GoldenSignals.ApiClient;

namespace GoldenSignals.Api.Tests;

public class Rfc3339Tests
{
    [Theory]
    [InlineData("2024-01-02T14:30:00Z", "2024-01-02T14:30:00.0000000Z")]
    [InlineData("2024-01-02T14:30:00.5Z", "2024-01-02T14:30:00.5000000Z")]
    [InlineData("2024-01-02T14:30:00.123456789Z", "2024-01-02T14:30:00.1234567Z")]
    [InlineData("2024-01-02T00:30:00+02:00", "2024-01-01T22:30:00.0000000Z")]
    [InlineData("2024-02-28T23:30:00-00:30", "2024-02-29T00:00:00.0000000Z")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.0000000Z")]
    public void Reads(string text, string utc)
    {
        Assert.True(Rfc3339.TryParse(text, out DateTime time));
        Assert.Equal(DateTimeKind.Utc, time.Kind);
        Assert.Equal(utc, time.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2024-01-02")]
    [InlineData("2024-01-02T14:30:00")]
    [InlineData("2024-01-02T14:30Z")]
    [InlineData("2024-01-02 14:30:00Z")]
    [InlineData("2024-01-02T14:30:00.Z")]
    [InlineData("2024-01-02T14:30:00+0200")]
    [InlineData("2024-01-02T14:30:00+24:00")]
    [InlineData("2024-01-02T14:30:60Z")]
    [InlineData("2024-01-02T24:00:00Z")]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("2024-13-01T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("2024-01-02T14:30:00Zzzz")]
    [InlineData("2o24-01-02T14:30:00Z")]
    public void Refuses(string text) => Assert.False(Rfc3339.TryParse(text, out _));
}
