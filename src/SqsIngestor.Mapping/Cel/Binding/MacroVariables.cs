using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>A macro's variable.</summary>
/// <param name="Name">The name as written.</param>
/// <param name="Type">The type of the elements or keys.</param>
/// <param name="Index">Its index in <see cref="CelContext.Locals"/>.</param>
/// <param name="Places">See <see cref="Bound.Places"/>; empty for elements and keys.</param>
internal sealed record MacroVariable(string Name, CelType Type, int Index, CelDependency[] Places);

/// <summary>The variables of the macros around the part that is being bound, the innermost last.</summary>
internal sealed class MacroVariables
{
    private readonly List<MacroVariable> _variables = [];

    /// <summary>The largest number that were in use at one time.</summary>
    public int Peak { get; private set; }

    /// <summary>The number of macros that go over elements around the part that is being bound.</summary>
    public int Loops { get; set; }

    public IEnumerable<string> Names => _variables.Select(variable => variable.Name);

    /// <summary>The innermost variable of this name; null if not found.</summary>
    public MacroVariable? Find(string name) =>
        _variables.FindLast(variable => string.Equals(variable.Name, name, StringComparison.Ordinal));

    public MacroVariable Enter(string name, CelType type, params CelDependency[] places)
    {
        var variable = new MacroVariable(name, type, _variables.Count, places);
        _variables.Add(variable);
        Peak = Math.Max(Peak, _variables.Count);
        return variable;
    }

    public void Leave(MacroVariable variable) => _variables.RemoveAt(variable.Index);
}
