using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel;

/// <summary>Supplies the variables of an expression.</summary>
internal interface ICelScope
{
    /// <summary>
    /// Returns the value at a place: <see cref="CelJson.Read"/> for a node of a tape, a typed value, or
    /// <see cref="CelValue.Missing"/> if it is missing. The program does not read inside an object or array whose dependency is
    /// not <see cref="CelDependency.Whole"/>.
    /// </summary>
    CelValue Load(CelDependency dependency, CelContext context);
}

/// <summary>A scope without variables, for expressions that have only constants.</summary>
internal sealed class CelEmptyScope : ICelScope
{
    public static CelEmptyScope Instance { get; } = new();

    public CelValue Load(CelDependency dependency, CelContext context) => CelValue.Missing;
}

/// <summary>A place of the input that an expression reads.</summary>
internal sealed class CelDependency(string root, IReadOnlyList<CelPathStep> steps)
{
    /// <summary>Name of the variable.</summary>
    public string Root { get; } = root;

    /// <summary>The path after the variable; empty for the variable itself.</summary>
    public IReadOnlyList<CelPathStep> Steps { get; } = steps;

    /// <summary>
    /// The program reads everything below the place. False if it needs only a scalar, or only whether the place has a value.
    /// </summary>
    public bool Whole { get; internal set; }

    /// <summary>
    /// The number under which an <see cref="ICelScope"/> finds the place. The caller of the compiler sets it once; -1 before
    /// that.
    /// </summary>
    public int Slot { get; set; } = -1;

    public override string ToString() => Root + string.Concat(Steps);
}

/// <summary>A step of a path that the compiler knows: a member, or an element.</summary>
/// <param name="Name">The member's name; null for an element.</param>
/// <param name="Index">The element's position, 0 to 2,147,483,647; 0 for a member.</param>
internal readonly record struct CelPathStep(string? Name, int Index)
{
    public override string ToString() => Name is null ? $"[{Index}]" : $".{Name}";
}
