using SqsIngestor.Mapping.Compilation.Yaml;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Compilation.Syntax;

/// <summary>One table of a mapping file.</summary>
/// <param name="Position">Of the table as a whole.</param>
/// <param name="ColumnsPosition">Of the key <c>columns</c>, where fields that are not mapped are reported.</param>
/// <param name="Table">Its name, when the file has it.</param>
/// <param name="Message">Full name of the protobuf message, when the file has it.</param>
/// <param name="Columns">In the order of the file.</param>
/// <param name="Ignore">Fields that are meant to be left unset.</param>
internal sealed record TableSyntax(
    TextPosition Position, TextPosition ColumnsPosition, YamlScalar? Table, YamlScalar? Message, IReadOnlyList<ColumnSyntax> Columns, IReadOnlyList<YamlScalar> Ignore);
