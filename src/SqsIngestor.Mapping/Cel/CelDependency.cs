namespace SqsIngestor.Mapping.Cel;

/// <summary>A place of the input that an expression reads.</summary>
internal sealed class CelDependency(string root, IReadOnlyList<CelPathStep> steps)
{
    /// <summary>Name of the variable.</summary>
    public string Root { get; } = root;

    /// <summary>The path from the variable on; empty for the variable itself.</summary>
    public IReadOnlyList<CelPathStep> Steps { get; } = steps;

    /// <summary>
    /// What is below the place is needed too. False when only a scalar counts, or whether the place holds an object.
    /// </summary>
    public bool Whole { get; internal set; }

    /// <summary>
    /// The owner's number for the place, for its <see cref="ICelScope"/>; -1 until it is given, once, after compiling.
    /// </summary>
    public int Slot { get; set; } = -1;

    public override string ToString() => Root + string.Concat(Steps);
}
