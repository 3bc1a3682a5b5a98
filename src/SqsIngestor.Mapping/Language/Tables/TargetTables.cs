using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Tables;

/// <summary>The tables that rows go to. Each has one stream, and so one message.</summary>
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
            diagnostics.Add(
                DiagnosticCodes.NameTaken, position,
                $"{name} gets {_targets[index].MessageName} above and {message.FullName} here; a table takes one message type");
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
        diagnostics.Add(
            DiagnosticCodes.BadTableName, position,
            $"'{name}'{origin} is not a valid table name: {TableNameRule.Problem(name)}", TableNameRule.Requirement);
        return null;
    }
}

/// <summary>A table that rows go to, with the descriptor of its stream.</summary>
/// <param name="Name">catalog.schema.table.</param>
/// <param name="MessageName">Full name of the protobuf message that a row is.</param>
/// <param name="DescriptorProto">The serialized, self-contained DescriptorProto.</param>
public sealed record TargetTable(string Name, string MessageName, ReadOnlyMemory<byte> DescriptorProto);
