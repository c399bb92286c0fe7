namespace GoldenSignals.Domain.Indicators.Recurrences;

/// <summary>The input before this one; NaN at the first.</summary>
public static class Lag
{
    private struct Memory
    {
        public double Last;
        public bool Started;
    }

    public static double Next(ref StateCursor state, double input)
    {
        ref Memory memory = ref state.Take<Memory>();
        double before = memory.Started ? memory.Last : double.NaN;
        memory.Last = input;
        memory.Started = true;
        return before;
    }
}
