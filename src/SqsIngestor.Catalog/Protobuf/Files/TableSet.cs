using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Protobuf.Files;

/// <summary>Tables as a descriptor set that no compiler has made, and what their types mean.</summary>
public sealed class TableSet
{
    private readonly Dictionary<(string Table, string Path), string> _meanings = [];
    private readonly IReadOnlyList<CatalogTable> _tables;

    /// <summary>Takes the tables.</summary>
    /// <param name="tables">Each with a name of its own.</param>
    public TableSet(IReadOnlyList<CatalogTable> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        // A column that protobuf can't carry, and that may be NULL, must not keep the others from being written.
        _tables = [.. tables.Select(table => table with { Columns = [.. table.Columns.Where(column => !column.Nullable || Obstacles.Find(column).Count == 0)] })];
        foreach (var table in _tables)
        {
            foreach (var (path, type) in TypePaths.Leaves(table))
            {
                if (TypeMeaning.Of(type) is { } meaning) _meanings[(table.Name.ToString(), path)] = meaning;
            }
        }
    }

    /// <summary>No table is in it.</summary>
    public bool IsEmpty => _tables.Count == 0;

    /// <summary>The <c>as</c> that the type of a field asks for; null for none.</summary>
    /// <param name="table">catalog.schema.table.</param>
    /// <param name="path">For instance <c>customer.at</c>.</param>
    public string? Meaning(string table, string path) => _meanings.GetValueOrDefault((table, path));

    /// <summary>The bytes of the set: a file for each table.</summary>
    /// <param name="messageName">The full name of a table's message.</param>
    /// <exception cref="NotSupportedException">Protobuf can't carry a NOT NULL column; the message names each and the rewrite.</exception>
    public byte[] Write(Func<string, string> messageName)
    {
        ArgumentNullException.ThrowIfNull(messageName);
        var set = new FileDescriptorSet();
        foreach (var table in _tables)
        {
            var fullName = messageName(table.Name.ToString());
            var point = fullName.LastIndexOf('.');
            var message = TableDescriptor.Build(table, fullName[(point + 1)..], $".{fullName}");
            set.File.Add(new FileDescriptorProto { Name = $"{table.Name}.proto", Package = point < 0 ? "" : fullName[..point], Syntax = "proto2", MessageType = { message } });
        }

        return set.ToByteArray();
    }

    /// <summary>The table that a deployed descriptor set describes.</summary>
    /// <param name="bytes">As <c>sqs-ingestor schema pull</c> writes it.</param>
    /// <param name="name">The table.</param>
    /// <returns>Null when the set has no single message and none called after the table.</returns>
    public static CatalogTable? ReadDeployed(ReadOnlySpan<byte> bytes, TableName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (ProtoSet.TryParse(bytes) is not { } set) return null;
        var messages = ProtoSet.TopLevelMessages(set);
        var wanted = ProtoNames.Message(name.Table);
        var message = messages.Count == 1 ? messages[0] : messages.FirstOrDefault(m => m == wanted || m.EndsWith("." + wanted, StringComparison.Ordinal));
        try
        {
            return message is null ? null : MessageTable.Read(set, message, name);
        }
        catch (MessageTableException)
        {
            return null;
        }
    }

    /// <summary>The file under which <c>schema pull</c> deploys a table: its name, without what a file's name can't have.</summary>
    public static string FileName(TableName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return $"{FileStem(name.Table)}.binpb";
    }

    /// <summary>The table's name as the name of a file, on every system.</summary>
    public static string FileStem(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return string.Concat(table.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
    }
}
