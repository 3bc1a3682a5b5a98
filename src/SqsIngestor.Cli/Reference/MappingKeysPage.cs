using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/mapping-keys.md.</summary>
internal static class MappingKeysPage
{
    public static string Body() =>
        """
        The keys of a mapping file, with the keys around them. [Columns](columns.md) lists the keys of a column, and the
        [mapping language](mapping.md#tests-in-the-file) those of a test. A size is a number of bytes, or a number with KiB or
        MiB.


        """ + MarkdownTable.Write(
            ["key", "takes", "default", "meaning"],
            MappingKeyCatalog.All.Select(key => (string[])
            [
                MarkdownTable.Code(key.Path),
                key.Values.Count == 0 ? key.Takes : string.Join(", ", key.Values.Select(value => MarkdownTable.Code(value.Word))),
                key.Values.Count == 0 ? key.Default : MarkdownTable.Code(key.Default), MarkdownTable.Text(key.Meaning),
            ]))
        + "\n## Words of the keys\n\n" + MarkdownTable.Write(["key", "word", "meaning"], Words());

    /// <summary>A row for each word; keys that take the same words share their rows.</summary>
    private static IEnumerable<string[]> Words() =>
        from keys in MappingKeyCatalog.All.GroupBy(
            key => string.Join(' ', key.Values.Select(value => value.Word + value.Meaning)))
        from value in keys.First().Values
        select (string[])
        [
            string.Join(", ", keys.Select(key => MarkdownTable.Code(key.Path))), MarkdownTable.Code(value.Word),
            MarkdownTable.Text(value.Meaning),
        ];
}
