using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>The tables whose schemas a mapping takes from Unity Catalog.</summary>
internal static class CatalogNames
{
    /// <summary>Their names, as the mapping has them; null if it names a descriptor set, or cannot be read.</summary>
    public static IReadOnlyList<string>? Of(FunctionSettings settings)
    {
        var options = new MappingCompilerOptions { TableName = settings.TableName, Descriptors = name => new(name, null) };
        return DescriptorFile.Read(settings.MappingFile).Bytes is { } yaml ? UnityCatalogDescriptor.Tables(yaml, options) : null;
    }
}
