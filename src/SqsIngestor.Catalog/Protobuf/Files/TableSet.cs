using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace SqsIngestor.Catalog.Protobuf.Files;

/// <summary>Builds a descriptor set from tables without protoc.</summary>
public sealed class TableSet
{
    private readonly IReadOnlyList<CatalogTable> _tables;

    /// <summary>Creates the set of the tables.</summary>
    /// <param name="tables">Each has a separate name.</param>
    public TableSet(IReadOnlyList<CatalogTable> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        // A column that rows can do without must not prevent writing the others.
        _tables = [.. tables.Select(table => CarriedColumns.Of(table).Table)];
    }

    /// <summary>Whether the set has no table.</summary>
    public bool IsEmpty => _tables.Count == 0;

    /// <summary>The bytes of the set: a file for each table, with the Delta types in comments.</summary>
    /// <param name="messageName">The full name of a table's message.</param>
    /// <exception cref="NotSupportedException">Zerobus does not support a NOT NULL column; the message lists each with the type
    /// to declare instead.</exception>
    public byte[] Write(Func<string, string> messageName)
    {
        ArgumentNullException.ThrowIfNull(messageName);
        var set = new FileDescriptorSet();
        foreach (var table in _tables)
        {
            var fullName = messageName(table.Name.ToString());
            var point = fullName.LastIndexOf('.');
            var message = TableDescriptor.Build(table, fullName[(point + 1)..], $".{fullName}");
            var file = TableFile.Build(table, message, $"{table.Name}.proto");
            if (point > 0) file.Package = fullName[..point];
            set.File.Add(file);
        }

        return set.ToByteArray();
    }

    /// <summary>The table that a deployed descriptor set describes.</summary>
    /// <param name="bytes">As <c>sqs-ingestor schema pull</c> writes it.</param>
    /// <param name="name">The table.</param>
    /// <returns>Null unless the set has one message, or one that is named after the table.</returns>
    public static CatalogTable? ReadDeployed(ReadOnlySpan<byte> bytes, TableName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (ProtoSet.TryParse(bytes) is not { } set) return null;
        var messages = ProtoSet.TopLevelMessages(set);
        var wanted = ProtoNames.Message(name.Table);
        var message = messages.Count == 1
            ? messages[0]
            : messages.FirstOrDefault(m => m == wanted || m.EndsWith("." + wanted, StringComparison.Ordinal));
        try
        {
            return message is null ? null : MessageTable.Read(set, message, name);
        }
        catch (MessageTableException)
        {
            return null;
        }
    }

    /// <summary>The file name under which <c>schema pull</c> deploys a table.</summary>
    public static string FileName(TableName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return $"{FileStem(name.Table)}.binpb";
    }

    /// <summary>The table's name with an underscore for every character that a file name cannot have on some system.</summary>
    public static string FileStem(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return string.Concat(table.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
    }
}
