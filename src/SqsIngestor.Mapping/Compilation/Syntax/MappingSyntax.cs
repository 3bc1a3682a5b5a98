using SqsIngestor.Mapping.Compilation.Yaml;

namespace SqsIngestor.Mapping.Compilation.Syntax;

/// <summary>A mapping file as written, its form checked and its meaning not.</summary>
/// <param name="Descriptor">The descriptor set's file.</param>
/// <param name="Defaults">Policies of columns that have none of their own.</param>
/// <param name="Enums">Tables that columns refer to by name.</param>
/// <param name="Tables">At least one, unless a diagnostic says otherwise.</param>
internal sealed record MappingSyntax(YamlScalar? Descriptor, PolicySyntax Defaults, EnumTables Enums, IReadOnlyList<TableSyntax> Tables);
