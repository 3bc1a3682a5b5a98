using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>A macro's variable.</summary>
/// <param name="Name">The name as written.</param>
/// <param name="Type">The type of the elements or keys.</param>
/// <param name="Index">Its index in <see cref="CelContext.Locals"/>.</param>
internal sealed record MacroVariable(string Name, CelType Type, int Index);

/// <summary>The variables of the macros around the part that is being bound, the innermost last.</summary>
internal sealed class MacroVariables
{
    private readonly List<MacroVariable> _variables = [];

    /// <summary>The largest number that were in use at one time.</summary>
    public int Peak { get; private set; }

    public bool IsFull => _variables.Count == CelLimits.MaxMacroNesting;

    public IEnumerable<string> Names => _variables.Select(variable => variable.Name);

    /// <summary>The innermost variable of this name; null if not found.</summary>
    public MacroVariable? Find(string name) =>
        _variables.FindLast(variable => string.Equals(variable.Name, name, StringComparison.Ordinal));

    public MacroVariable Enter(string name, CelType type)
    {
        var variable = new MacroVariable(name, type, _variables.Count);
        _variables.Add(variable);
        Peak = Math.Max(Peak, _variables.Count);
        return variable;
    }

    public void Leave(MacroVariable variable) => _variables.RemoveAt(variable.Index);
}
