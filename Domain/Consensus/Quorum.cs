using GoldenSignals.Domain.Agents;

namespace GoldenSignals.Domain.Consensus;

/// <summary>Whether enough agents of enough kinds voted for their score to mean something.</summary>
public static class Quorum
{
    public static bool Has(ReadOnlySpan<Vote> votes, AgentPanel panel, ConsensusOptions options)
    {
        int voters = 0, kinds = 0;
        for (int i = 0; i < votes.Length; i++)
        {
            if (votes[i].Abstains)
                continue;
            voters++;
            kinds |= 1 << (int)panel.Descriptors[i].Kind;
        }
        return voters >= options.QuorumVoters && int.PopCount(kinds) >= options.QuorumKinds;
    }
}
