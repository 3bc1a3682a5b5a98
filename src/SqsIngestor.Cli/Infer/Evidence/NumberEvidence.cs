using System.Globalization;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>What the numbers of a place have in common.</summary>
internal sealed class NumberEvidence
{
    // A double keeps numbers with so many digits.
    private const int DoubleDigits = 15;

    /// <summary>A float keeps numbers with so many digits.</summary>
    private const int FloatDigits = 6;

    public long Count { get; private set; }

    /// <summary>Whether each is written without a point and an exponent.</summary>
    public bool AreIntegers { get; private set; } = true;

    /// <summary>Whether each is written without a point and an exponent, and fits int64.</summary>
    public bool FitInt64 { get; private set; } = true;

    /// <summary>Whether the value of each is an integer that fits int64, however it is written.</summary>
    public bool AreInt64 { get; private set; } = true;

    /// <summary>The least of 0 and the values that are integers and fit int64.</summary>
    public long Least { get; private set; }

    /// <summary>The greatest of 0 and the values that are integers and fit int64.</summary>
    public long Most { get; private set; }

    /// <summary>The most digits before the point that a value needs: none below 1.</summary>
    public int WholeDigits { get; private set; }

    /// <summary>The most digits after the point that a value needs: 1.50 needs one.</summary>
    public int NeededScale { get; private set; }

    public bool HasExponent { get; private set; }

    /// <summary>Whether one is beyond the range of a double.</summary>
    public bool ExceedsDouble { get; private set; }

    /// <summary>Whether one has digits that a double does not keep.</summary>
    public bool LosesInDouble { get; private set; }

    /// <summary>Whether one has digits that a float does not keep, or is beyond its range.</summary>
    public bool LosesInFloat { get; private set; }

    /// <summary>The most digits before the point, at least 1. An exponent moves the point.</summary>
    public int IntegerDigits { get; private set; } = 1;

    /// <summary>The most digits after the point. An exponent moves the point.</summary>
    public int Scale { get; private set; }

    /// <summary>The units of those that are times.</summary>
    public EpochUnits Units { get; private set; }

    /// <summary>How many are times of the years 2000 to 2100.</summary>
    public long Times { get; private set; }

    /// <summary>How many are times with digits below the microsecond.</summary>
    public long FineTimes { get; private set; }

    /// <summary>How many are days as eight digits.</summary>
    public long CompactDates { get; private set; }

    /// <summary>How many are local times as digits.</summary>
    public long CompactTimes { get; private set; }

    /// <param name="text">The number as JSON has it.</param>
    public void Add(string text)
    {
        Count++;
        var exponent = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = text.AsSpan(0, exponent < 0 ? text.Length : exponent).TrimStart('-');
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var scale = point < 0 ? 0 : mantissa.Length - point - 1;
        HasExponent |= exponent >= 0;
        var isInteger = point < 0 && exponent < 0;
        AreIntegers &= isInteger;
        var exact = ExactNumber.Parse(text);
        var fits = exact.TryToInt64(out var integer);
        FitInt64 &= isInteger && fits;
        AreInt64 &= fits;
        (Least, Most) = (Math.Min(Least, integer), Math.Max(Most, integer));
        WholeDigits = Math.Max(WholeDigits, Bounded(exact.WholeDigits));
        NeededScale = Math.Max(NeededScale, Bounded(exact.Scale));
        ExceedsDouble |= !double.IsFinite(double.Parse(text, CultureInfo.InvariantCulture));
        LosesInDouble |= (exponent >= 0 || whole.Length + scale > DoubleDigits) && !ExactNumber.SurvivesDouble(text);
        LosesInFloat |= (exponent >= 0 || whole.Length + scale > FloatDigits) && !ExactNumber.SurvivesFloat(text);
        if (exponent >= 0)
        {
            IntegerDigits = Math.Max(IntegerDigits, Bounded(exact.IntegerDigits));
            Scale = Math.Max(Scale, Bounded(exact.Scale));
            return;
        }

        IntegerDigits = Math.Max(IntegerDigits, whole.Length);
        Scale = Math.Max(Scale, scale);
        if (CompactDate.Is(text)) CompactDates++;
        if (CompactTime.Is(text)) CompactTimes++;
        if (EpochUnit.Of(text) is not (not EpochUnits.None and var unit)) return;
        Units |= unit;
        Times++;
        if (EpochUnit.IsFine(text, unit)) FineTimes++;
    }

    public void Add(NumberEvidence other)
    {
        Count += other.Count;
        AreIntegers &= other.AreIntegers;
        FitInt64 &= other.FitInt64;
        AreInt64 &= other.AreInt64;
        WholeDigits = Math.Max(WholeDigits, other.WholeDigits);
        NeededScale = Math.Max(NeededScale, other.NeededScale);
        HasExponent |= other.HasExponent;
        ExceedsDouble |= other.ExceedsDouble;
        (Least, Most) = (Math.Min(Least, other.Least), Math.Max(Most, other.Most));
        IntegerDigits = Math.Max(IntegerDigits, other.IntegerDigits);
        Scale = Math.Max(Scale, other.Scale);
        Units |= other.Units;
        Times += other.Times;
        FineTimes += other.FineTimes;
        CompactDates += other.CompactDates;
        CompactTimes += other.CompactTimes;
        LosesInDouble |= other.LosesInDouble;
        LosesInFloat |= other.LosesInFloat;
    }

    private static int Bounded(long digits) => (int)Math.Min(digits, int.MaxValue / 4);
}
