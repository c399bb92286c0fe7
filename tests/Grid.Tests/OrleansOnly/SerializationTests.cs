using System.Text.Json;
using System.Text.Json.Serialization;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Domain.Market;
using GoldenSignals.Grains;
using GoldenSignals.Grid.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace GoldenSignals.Grid.Tests.OrleansOnly;

/// <summary>Every message type survives the way between two silos. A new one without a sample fails.</summary>
public sealed class SerializationTests : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new InputsWhole() },
    };

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    public static TheoryData<string> MessageTypes => [.. MessageSamples.Types.Select(type => type.FullName!)];

    [Theory, MemberData(nameof(MessageTypes))]
    public void Round_trips(string type)
    {
        object sample = MessageSamples.Of(MessageSamples.Types.Single(message => message.FullName == type));
        var serializer = _services.GetRequiredService<Serializer>();

        object copy = serializer.Deserialize<object>(serializer.SerializeToArray(sample))!;

        Assert.Equal(sample.GetType(), copy.GetType());
        Assert.Equal(Shown(sample), Shown(copy));
    }

    /// <summary>All of a message as text. A view's values lie behind a span, which JSON does not see.</summary>
    private static string Shown(object message) => message switch
    {
        MarketView view => JsonSerializer.Serialize(new { view.Symbol, view.Interval, view.Bar, view.BarNumber, view.SharedValues, Before = view.Previous(DecisionModel.Atr) }, s_json),
        ViewBatch batch => $"{batch.Batch}: {string.Join('\n', batch.Views.Select(view => Shown(view)))} {JsonSerializer.Serialize(batch.Switches, s_json)}",
        SymbolCase @case => $"{Shown(@case.View)} {JsonSerializer.Serialize(@case.Consensus, s_json)}",
        PastCase past => $"{Shown(past.Case!)} {past.OldestUtc:O}",
        _ => JsonSerializer.Serialize(message, message.GetType(), s_json),
    };

    /// <summary>Writes an input with what its own type adds.</summary>
    private sealed class InputsWhole : JsonConverter<SymbolInput>
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(SymbolInput);

        public override SymbolInput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, SymbolInput value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, value.GetType(), options);
    }
}
