using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>A function or operator: what it takes, for the checker, and what it does, for all that it takes at once.</summary>
internal sealed class CelFunction
{
    public CelFunction(string name, CelUnaryFunction unary, params CelOverload[] overloads)
    {
        Name = name;
        Unary = unary;
        Overloads = overloads;
    }

    public CelFunction(string name, CelBinaryFunction binary, params CelOverload[] overloads)
    {
        Name = name;
        Binary = binary;
        Overloads = overloads;
    }

    public string Name { get; }

    public CelUnaryFunction? Unary { get; }

    public CelBinaryFunction? Binary { get; }

    public IReadOnlyList<CelOverload> Overloads { get; }

    /// <summary>The overloads that arguments of these types may turn out to call.</summary>
    public CelOverload[] Candidates(bool isMember, ReadOnlySpan<CelType> arguments)
    {
        List<CelOverload> candidates = [];
        foreach (var overload in Overloads)
        {
            if (overload.IsMember == isMember && Takes(overload, arguments)) candidates.Add(overload);
        }
        return [.. candidates];
    }

    private static bool Takes(CelOverload overload, ReadOnlySpan<CelType> arguments)
    {
        if (overload.Parameters.Length != arguments.Length) return false;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!overload.Parameters[i].Overlaps(arguments[i])) return false;
        }
        return true;
    }
}
