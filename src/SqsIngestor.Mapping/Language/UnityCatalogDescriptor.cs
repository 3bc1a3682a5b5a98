using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language;

/// <summary><c>descriptor: unity-catalog</c>: the descriptors are made from the tables themselves.</summary>
public static class UnityCatalogDescriptor
{
    /// <summary>The word that replaces a file name.</summary>
    public const string Name = "unity-catalog";

    /// <summary>
    /// The message of a table in the set that <see cref="MappingCompilerOptions.Descriptors"/> gives for <see cref="Name"/>.
    /// </summary>
    /// <param name="table">catalog.schema.table.</param>
    public static string MessageName(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var parts = table.Split('.');
        return string.Join('.', parts.Select((part, i) => i < parts.Length - 1 ? Spell(part) : "table_" + Letters(part)));
    }

    /// <summary>The tables that a mapping needs from the catalog, before it is compiled.</summary>
    /// <param name="yaml">The mapping file, UTF-8.</param>
    /// <param name="options">The variables, and the names that a file's only table may have.</param>
    /// <returns>Full names, each once; null if the mapping has a descriptor file or cannot be read.</returns>
    public static IReadOnlyList<string>? Tables(ReadOnlySpan<byte> yaml, MappingCompilerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Read(yaml, options) is not { } file
            ? null
            : [.. file.Tables.Select(table => TableName(file, table, options)).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The schemas of Avro that such a mapping names, found without its descriptors.</summary>
    /// <param name="yaml">The mapping file, UTF-8.</param>
    /// <param name="options">The variables.</param>
    /// <returns>File names, each once; empty if the mapping has a descriptor file or cannot be read.</returns>
    public static IReadOnlyList<string> Schemas(ReadOnlySpan<byte> yaml, MappingCompilerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var steps = Read(yaml, options)?.Payload?.Steps ?? [];
        return [
            .. steps.SelectMany(step => step.Options.SchemaFiles).Select(file => file.Value).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The file as written; null if it has a descriptor file, or cannot be read.</summary>
    private static MappingSyntax? Read(ReadOnlySpan<byte> yaml, MappingCompilerOptions options)
    {
        if (yaml.Length > MappingLimits.MaxFileBytes || !System.Text.Unicode.Utf8.IsValid(yaml)) return null;
        // The compiler reports the problems of the file later.
        var ignored = new DiagnosticBag("");
        var root = YamlTreeReader.Read(
            Encoding.UTF8.GetString(yaml).TrimStart('\uFEFF'), new VariableSubstitution(options.Variables), ignored);
        return root is not null && new MappingReader(ignored, withTests: false).Read(root) is { Descriptor.Value: Name } file
            ? file
            : null;
    }

    private static string? TableName(MappingSyntax file, TableSyntax table, MappingCompilerOptions options) =>
        (file.HasTableList ? null : options.TableName) ?? table.Table?.Value ?? options.TableNamePlaceholder;

    private static string Spell(string part) => char.IsAsciiDigit(part.FirstOrDefault()) ? "_" + Letters(part) : Letters(part);

    private static string Letters(string part) => string.Concat(part.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
}
