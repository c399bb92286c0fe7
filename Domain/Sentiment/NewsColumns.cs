using GoldenSignals.Domain.Indicators;
using GoldenSignals.Domain.Market;
using GoldenSignals.Domain.Storage;

namespace GoldenSignals.Domain.Sentiment;

/// <summary>What headlines and messages say of a symbol at the close of a bar. Tones -1…1, weights in items, 0 or more, rates as z-scores.</summary>
/// <remarks><code>
/// news_weight_24h   W = Σ 2^(−age / 24 h) over the headlines
/// news_tone_24h     Σ tone·2^(−age / 24 h) / W
/// social_bulls_24h  the same sum over messages labelled bullish, or of a tone ≥ 0.05 without a label; social_bears_24h likewise
/// news_velocity_1h_30d, social_velocity_1h_30d   z of the count of the last hour, see <see cref="ItemRate"/>
/// </code>
/// NaN until the first item of the channel; the velocities until a week after it. A headline without a word of tone counts with tone 0.
/// Source: tone after Hutto and Gilbert (2014), 0.05 theirs too; bulls and bears after Antweiler and Frank, Is All That Talk Just Noise? (2004).</remarks>
/// <param name="scorer">Scores items that come without a tone.</param>
public sealed class NewsColumns(ToneScorer scorer) : SideColumns
{
    /// <summary>Tone beyond which a message counts as bull or bear.</summary>
    private const double Neutral = 0.05;

    public NewsColumns() : this(ToneScorer.Default)
    {
    }

    public override IReadOnlyList<string> Columns { get; } =
        ["news_tone_24h", "news_weight_24h", "news_velocity_1h_30d", "social_bulls_24h", "social_bears_24h", "social_velocity_1h_30d"];

    public override bool Takes(SymbolInput input) => input is NewsItem;

    public override SideState Start() => new State(scorer);

    private sealed class State(ToneScorer scorer) : SideState
    {
        private DecayingSum _weight, _tone, _bulls, _bears;
        private ItemRate? _news, _social;                           // made with the first item of the channel

        public override void Take(SymbolInput input)
        {
            var item = (NewsItem)input;
            double tone = item.Scored(scorer).Tone;
            if (item.Channel == NewsChannel.News)
            {
                (_news ??= new()).Add(item.TimeUtc);
                _weight.Add(1, item.TimeUtc);
                _tone.Add(tone, item.TimeUtc);
                return;
            }
            (_social ??= new()).Add(item.TimeUtc);
            Stance stance = item.Stance != Stance.None ? item.Stance : tone >= Neutral ? Stance.Bullish : tone <= -Neutral ? Stance.Bearish : Stance.None;
            if (stance == Stance.Bullish)
                _bulls.Add(1, item.TimeUtc);
            else if (stance == Stance.Bearish)
                _bears.Add(1, item.TimeUtc);
        }

        public override void Write(in Bar bar, DateTime closeUtc, Span<double> values)
        {
            if (_news is not null)
            {
                double weight = _weight.At(closeUtc);
                values[0] = _tone.At(closeUtc) / weight;            // NaN once the weight has faded to nothing, after years
                values[1] = weight;
                values[2] = _news.Z(closeUtc);
            }
            if (_social is not null)
            {
                values[3] = _bulls.At(closeUtc);
                values[4] = _bears.At(closeUtc);
                values[5] = _social.Z(closeUtc);
            }
        }

        public override void Save(StateWriter to)
        {
            to.Bool(_news is not null);
            if (_news is not null)
            {
                _news.Save(to);
                _weight.Save(to);
                _tone.Save(to);
            }
            to.Bool(_social is not null);
            if (_social is not null)
            {
                _social.Save(to);
                _bulls.Save(to);
                _bears.Save(to);
            }
        }

        public override void Restore(StateReader from)
        {
            if (from.Bool())
            {
                (_news = new()).Restore(from);
                _weight.Restore(from);
                _tone.Restore(from);
            }
            if (from.Bool())
            {
                (_social = new()).Restore(from);
                _bulls.Restore(from);
                _bears.Restore(from);
            }
        }
    }
}
