using System.Xml.Linq;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Test;

public class TestCommandTests
{
    private const string Mapping = """
        version: 1
        descriptor: sqs_messages.binpb
        table: main.raw.t
        columns: { message_id: $.body.id, ingested_date: $.body.n }
        ignore: [receipt_handle, body, md5_of_body, md5_of_message_attributes, attributes, message_attributes,
        """ + " queue_arn, aws_region, ingested_at]\n" + """
        tests:
          - { name: passes, body: { id: a }, expect: [{ message_id: a }] }
          - { name: fails, body: { id: a, n: 2 }, expect: [{ message_id: b, ingested_date: 2 }] }
        """;

    [Fact]
    public async Task Test_TestsOfTheExample_Pass()
    {
        var result = await SqsIngestorProgram.RunAsync("test", "mappings/sqs_messages.yaml");

        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith("3 passed, 0 failed\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_OneThatFails_ShowsTheColumnAndWritesJunit()
    {
        using var file = new TemporaryFile(Mapping);
        using var junit = new TemporaryFile("");

        var result = await SqsIngestorProgram.RunAsync("test", file.Path, "--descriptors", "descriptors", "--junit", junit.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"""
            ok    {file.Path}:7: passes
            FAIL  {file.Path}:8: fails
                  main.raw.t row 1: message_id
                    - "b"
                    + "a"
            1 passed, 1 failed

            """, result.Output);
        var suite = XDocument.Load(junit.Path).Root!.Element("testsuite")!;
        Assert.Equal(
            ("2", "1", file.Path),
            (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("name")!.Value));
        Assert.Equal(
            "main.raw.t row 1: message_id: expected \"b\", got \"a\"",
            suite.Elements("testcase").Single(t => t.Attribute("name")!.Value == "fails").Element("failure")!.Value);
    }

    [Fact]
    public async Task Test_Filter_RunsThoseThatHaveIt()
    {
        using var file = new TemporaryFile(Mapping);

        var one = await SqsIngestorProgram.RunAsync("test", file.Path, "--descriptors", "descriptors", "--filter", "PASS");
        var none = await SqsIngestorProgram.RunAsync("test", file.Path, "--descriptors", "descriptors", "--filter", "nothing");

        Assert.Equal((0, true), (one.ExitCode, one.Output.EndsWith("1 passed, 0 failed\n", StringComparison.Ordinal)));
        Assert.Equal((2, "error test_not_found: No test has 'nothing' in its name.\n"), (none.ExitCode, none.Errors));
    }

    [Fact]
    public async Task Test_WrongMapping_PrintsItsDiagnostics()
    {
        using var file = new TemporaryFile("version: 1\n");

        var result = await SqsIngestorProgram.RunAsync("test", file.Path);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("MAP103: the key 'descriptor' is missing", result.Errors, StringComparison.Ordinal);
    }
}
