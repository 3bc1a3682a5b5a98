using System.Globalization;
using System.Text;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Emulator.Nemesis;

/// <summary>Tables, a mapping and messages for a run without files of your own.</summary>
public static class NemesisSample
{
    private const string Schema = "main.nemesis";
    private const int Groups = 8;
    private const int LongestText = 2000;

    /// <summary>Writes a mapping into a folder, and creates the options of a run with it.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="tables">How many tables, at least 1. A message has rows in one of them, now and then in several.</param>
    /// <param name="isFifo">Whether the messages have groups.</param>
    /// <param name="functionProgram">The function.</param>
    /// <param name="seed">Decides everything that is left to chance.</param>
    /// <param name="duration">How long messages are sent and faults strike.</param>
    /// <returns>Options with 2 processes. Change them with <c>with</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No table.</exception>
    public static NemesisOptions CreateOptions(
        string folder, int tables, bool isFifo, string functionProgram, int seed, TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tables, 1);
        var mapping = Path.Combine(folder, "nemesis.yaml");
        File.WriteAllText(mapping, Mapping(tables));
        var descriptors = Directory.CreateDirectory(Path.Combine(folder, "descriptors")).FullName;
        CatalogTable[] created = [.. Enumerable.Range(0, tables).Select(Table)];
        return new NemesisOptions
        {
            FunctionProgram = functionProgram,
            MappingFile = mapping,
            DescriptorPath = descriptors,
            Tables = created,
            MayDropLastColumn = true,
            NextMessage = (random, number) => Next(random, number, created, isFifo),
            IsFifo = isFifo,
            Seed = seed,
            Duration = duration,
        };
    }

    private static CatalogTable Table(int number) => CreateTableStatement.Parse(
        $"CREATE TABLE {Schema}.t{number} (message_id STRING NOT NULL, number BIGINT, text STRING, note STRING)").ToTable();

    private static string Mapping(int tables)
    {
        var text = new StringBuilder("version: 1\ndescriptor: unity-catalog\nunrouted: fail\ntables:\n");
        for (var i = 0; i < tables; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""
                  - table: {{Schema}}.t{{i}}
                    when: has(body.t{{i}})
                    columns: { message_id: $.message.messageId }
                    auto: { from: $.body }

                """);
        }

        return text.ToString();
    }

    private static NemesisMessage Next(Random random, int number, CatalogTable[] tables, bool isFifo)
    {
        int[] chosen = random.Next(5) == 0
            ? [.. Enumerable.Range(0, tables.Length).Where(i => i == 0 || random.Next(2) == 0)]
            : [random.Next(tables.Length)];
        var flags = string.Concat(chosen.Select(i => $"\"t{i}\":true,"));
        var text = new string((char)('a' + random.Next(26)), random.Next(LongestText));
        var body = string.Create(
            CultureInfo.InvariantCulture, $$"""{{{flags}}"number":{{number}},"text":"{{text}}","note":"n"}""");
        return new NemesisMessage(
            new OutgoingMessage(body)
            {
                GroupId = isFifo ? $"g{random.Next(Groups)}" : null,
                DeduplicationId = isFifo ? number.ToString(CultureInfo.InvariantCulture) : null,
            },
            chosen.ToDictionary(i => tables[i].Name, _ => 1));
    }
}
