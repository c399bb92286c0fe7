using System.Text.Json;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Silo.Json;

namespace GoldenSignals.Silo.Replay;

/// <summary>Writes one decision per line, explained, as the API shows it.</summary>
public sealed class DecisionNdjson : IDecisionWriter
{
    private readonly DecisionModel _model;
    private readonly WholeFile _file;

    public DecisionNdjson(string path, DecisionModel model) => (_model, _file) = (model, new(path));

    public void Write(Decision decision)
    {
        JsonSerializer.Serialize(_file.Content, DecisionDocument.From(decision, _model), DecisionJson.Default.DecisionDocument);
        _file.Content.WriteByte((byte)'\n');
    }

    public Task Complete() => _file.Complete();

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
