using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Yaml;

/// <summary><c>${NAME}</c>: which names are refused, and that no diagnostic shows a value.</summary>
public class VariableTests
{
    private const string Minimal = """
        version: 1
        descriptor: sqs_messages.binpb
        columns:
          message_id: $.message.messageId
        ignore: [receipt_handle, body, md5_of_body, md5_of_message_attributes, attributes, message_attributes,
        """ + " queue_arn, aws_region, ingested_at, ingested_date]\n";

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("AWS_SESSION_TOKEN")]
    [InlineData("AWS_CONTAINER_AUTHORIZATION_TOKEN")]
    [InlineData("DATABRICKS_CLIENT_SECRET")]
    [InlineData("DATABRICKS_TOKEN")]
    [InlineData("db_password")]
    [InlineData("GITHUBTOKEN")]
    [InlineData("SIGNING_PRIVATE_KEY")]
    [InlineData("SERVICE_CREDENTIALS")]
    [InlineData("PARTNER_API_KEY")]
    public void Compile_NameOfASecret_IsRefusedAndNeverLookedUp(string name)
    {
        var asked = new List<string>();

        var compilation = Compile(Minimal.Replace("$.message.messageId", $"{{ const: '${{{name}}}' }}"), asked: asked);

        Assert.Null(compilation.Plan);
        var diagnostic = Assert.Single(compilation.Diagnostics);
        Assert.Equal(DiagnosticCodes.VariableSecret, diagnostic.Code);
        Assert.Contains(name, diagnostic.Message, StringComparison.Ordinal);
        Assert.Empty(asked);
    }

    [Theory]
    [InlineData("STAGE")]
    [InlineData("TABLE_KEY")]
    [InlineData("AWS_REGION")]
    [InlineData("MONKEY_ID")]
    public void Compile_AnyOtherName_IsReplaced(string name)
    {
        var compilation = Compile(Minimal.Replace("$.message.messageId", $"{{ const: '${{{name}}}' }}"));

        Assert.Empty(compilation.Diagnostics);
        Assert.NotNull(compilation.Plan);
    }

    [Theory]
    [InlineData("{ from: $.message.messageId, on_null: '${MODE}' }", null)]
    [InlineData("{ from: $.message.messageId, on_null: 'x${MODE}y' }", null)]
    [InlineData("{ from: $.message.messageId, '${MODE}': 1 }", null)]
    [InlineData("{ from: $.message.messageId, as: '${MODE}' }", null)]
    [InlineData("{ from: $.message.messageId, transform: '${MODE}' }", null)]
    [InlineData("'$.body.${MODE}'", null)]
    [InlineData("'$.${MODE}.x'", null)]
    [InlineData("{ cel: '${MODE} + 1' }", null)]
    [InlineData("{ cel: 'body.x == ${MODE}(' }", null)]
    [InlineData("$.message.messageId", "table: '${MODE}'\n")]
    [InlineData("$.message.messageId", "table: 'main.raw.${MODE}'\n")]
    [InlineData("$.message.messageId", "'${MODE}': 1\n")]
    [InlineData("$.message.messageId", "on_record_error: '${MODE}'\n")]
    [InlineData("$.message.messageId", "payload: { decode: ['${MODE}'] }\n")]
    [InlineData("$.message.messageId", "payload: { decode: [json], max_bytes: '${MODE}' }\n")]
    [InlineData("$.message.messageId", "defaults: { '${MODE}': x }\n")]
    [InlineData("$.message.messageId", "when: \"${MODE}\"\n")]
    public void Compile_SubstitutedTextIsWrong_TheDiagnosticPrintsTheName(string source, string? rest)
    {
        var yaml = Minimal.Replace("$.message.messageId", source) + rest;
        var found = 0;

        foreach (var value in (string[])["hunter2.zzq", "hunter2", "hunter2 zzq[", "h2", "0x7f"])
        {
            var compilation = Compile(yaml, value, table: null);

            var text = DiagnosticWriter.Write(compilation.Diagnostics);
            found += compilation.Diagnostics.Count;
            Assert.DoesNotContain("hunter2", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("zzq", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("'h2'", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("0x7f", text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.NotEqual(0, found);
    }

    [Fact]
    public void Compile_BadOptionValue_PrintsTheNameInItsPlace()
    {
        var yaml = Minimal.Replace("$.message.messageId", "{ from: $.message.messageId, on_null: '${MODE}' }");

        var diagnostic = Assert.Single(Compile(yaml, "hunter2").Diagnostics);

        Assert.Contains("'${MODE}'", diagnostic.Message, StringComparison.Ordinal);
    }

    /// <summary>A column whose name looks like a variable is not left out.</summary>
    [Theory]
    [InlineData("$.body['$${MODE}']", 0)]
    [InlineData("$.body['${MODE']", 1)]
    public void Compile_PathWithADollarAndABrace_IsAPathOrAnError(string path, int errors)
    {
        var yaml = Minimal.Replace("$.message.messageId", $"\"{path}\"", StringComparison.Ordinal);

        var compilation = Compile(yaml);

        Assert.Equal(errors, compilation.Diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error));
        if (errors > 0) return;
        Assert.Contains(MappingOutline.Of(compilation.Plan!.Tables[0]), field => field.Path == "message_id");
    }

    [Fact]
    public void Compile_DescriptorFromAVariable_IsNotShown()
    {
        var compilation = Compile(Minimal.Replace("sqs_messages.binpb", "${MODE}"), "hunter2.binpb", descriptors: [1, 2, 3]);

        Assert.DoesNotContain("hunter2", DiagnosticWriter.Write(compilation.Diagnostics), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_OfNamesOfSecrets_AreThoseThatTerraformRefuses() =>
        Assert.Contains(
            $"= \"{string.Join('|', SecretVariables.Parts)}\"\n",
            File.ReadAllText(RepositoryFiles.PathOf("terraform", "modules", "pipeline", "variables_function.tf")),
            StringComparison.Ordinal);

    private static MappingCompilation Compile(
        string yaml, string value = "value", string? table = "main.raw.test", byte[]? descriptors = null,
        List<string>? asked = null) =>
        MappingCompiler.Compile(Encoding.UTF8.GetBytes(yaml), "mapping.yaml", new MappingCompilerOptions
        {
            TableName = table,
            Descriptors = name =>
                new DescriptorFile(name, descriptors ?? RepositoryFiles.Read("descriptors", "sqs_messages.binpb")),
            Variables = name =>
            {
                asked?.Add(name);
                return value;
            },
        });
}
