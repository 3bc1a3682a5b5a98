using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel;

/// <summary>Where an expression's variables come from.</summary>
internal interface ICelScope
{
    /// <summary>
    /// The value at a place that the program depends on: <see cref="CelValue.FromJson"/> for a node of a tape, a typed
    /// value, or <see cref="CelValue.Missing"/> when the path leads to nothing. An object or array whose dependency is
    /// not <see cref="CelDependency.Whole"/> is only asked whether it is one, never what is in it.
    /// </summary>
    CelValue Load(CelDependency dependency, CelContext context);
}
