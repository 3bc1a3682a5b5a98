using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Quarantine;

/// <summary>Compiles <c>quarantine</c>, and checks that a file that uses it names a table.</summary>
internal static class QuarantineCompiler
{
    /// <summary>Adds the quarantine table to the targets; null if the file names none.</summary>
    public static QuarantineTable? Compile(MappingSyntax syntax, TargetTables targets, DiagnosticBag diagnostics)
    {
        if (syntax.Quarantine is not { } quarantine)
        {
            if (IsUsed(syntax))
            {
                diagnostics.Add(
                    DiagnosticCodes.QuarantineMissing, syntax.Quarantining ?? syntax.Payload?.Position ?? TextPosition.File,
                    "messages go to quarantine, but no quarantine table is named", "quarantine: { table: catalog.schema.table }");
            }
            return null;
        }
        if (!TableNameRule.IsValid(quarantine.Table.Value))
        {
            targets.RefuseName(quarantine.Table.Value, "", quarantine.Table.Position);
        }
        else if (targets.All.FirstOrDefault(
            t => t.Name.Equals(quarantine.Table.Value, StringComparison.OrdinalIgnoreCase)) is { } rows)
        {
            diagnostics.Add(
                DiagnosticCodes.NameTaken, quarantine.Table.Position,
                $"{quarantine.Table.Value} is also the table of {rows.MessageName}; a table takes one message type",
                "name a table that gets only quarantined messages, as descriptors/quarantine.sql makes it");
        }
        var target =
            targets.Add(new TargetTable(quarantine.Table.Value, QuarantineTable.MessageName, QuarantineTable.DescriptorProto));
        return new QuarantineTable(target, quarantine.MaxBody);
    }

    /// <summary>Whether some failure sends messages to quarantine.</summary>
    public static bool IsUsed(MappingSyntax syntax) =>
        FailureAction.Quarantine == syntax.Unrouted
        || FailureAction.Quarantine == syntax.OnRecordError
        || syntax.Payload?.OnError is { Quarantines: true };
}
