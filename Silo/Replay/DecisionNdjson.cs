using System.Text.Json;
using GoldenSignals.Domain.Consensus;
using GoldenSignals.Silo.Json;

namespace GoldenSignals.Silo.Replay;

/// <summary>Writes one decision per line, explained, as the API shows it.</summary>
public sealed class DecisionNdjson : IDecisionWriter
{
    private readonly DecisionModel _model;
    private readonly BufferedStream _file;

    public DecisionNdjson(string path, DecisionModel model) => (_model, _file) = (model, new(File.Create(path), 1 << 16));

    public void Write(Decision decision)
    {
        JsonSerializer.Serialize(_file, DecisionDocument.From(decision, _model), DecisionJson.Default.DecisionDocument);
        _file.WriteByte((byte)'\n');
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
