using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Tables;

/// <summary>The tables that rows go to: each has one stream, so each has one message.</summary>
internal sealed class TargetTables(DiagnosticBag diagnostics)
{
    private readonly List<TargetTable> _targets = [];

    public IReadOnlyList<TargetTable> All => _targets;

    public int Add(string name, MessageDescriptor message, TextPosition position)
    {
        var index = _targets.FindIndex(t => t.Name == name);
        if (index < 0) return Add(new TargetTable(name, message.FullName, SelfContainedDescriptor.Build(message)));
        if (_targets[index].MessageName != message.FullName)
        {
            diagnostics.Add(DiagnosticCodes.NameTaken, position, $"{name} is fed as {_targets[index].MessageName} above and as {message.FullName} here; a table has one message");
        }
        return index;
    }

    public int Add(TargetTable target)
    {
        _targets.Add(target);
        return _targets.Count - 1;
    }

    public string? RefuseName(string name, string origin, TextPosition position)
    {
        diagnostics.Add(DiagnosticCodes.BadTableName, position, $"'{name}'{origin} is not a valid table name", TableNameRule.Requirement);
        return null;
    }
}
