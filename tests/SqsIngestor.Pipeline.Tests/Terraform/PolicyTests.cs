using System.Text.RegularExpressions;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Terraform;

/// <summary>The execution role may do what the function and its event source mapping call, and nothing else.</summary>
public partial class PolicyTests
{
    // What Lambda calls with the role, as its documentation says.
    private static readonly string[] EventSourceMapping = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    private static readonly string[] Logs = ["logs:CreateLogStream", "logs:PutLogEvents"];
    private static readonly string[] CustomerKey = ["kms:Decrypt"];
    private static readonly string[] Tracing = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];

    private static readonly string[] Network =
    [
        "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
    ];

    // How Lambda takes the role, and the keys of conditions.
    private static readonly string[] NotOfTheRole =
    [
        "sts:AssumeRole", "lambda:SourceFunctionArn", "sts:IdentityTokenAudience", "sts:SigningAlgorithm", "sts:DurationSeconds",
    ];

    [Fact]
    public void Policy_OfTheExecutionRole_HasTheActionsThatAreCalled()
    {
        var program = ActionsOfTheProgram();

        var policy = TerraformFiles.Read("modules", "pipeline", "iam.tf")
            + TerraformFiles.Read("modules", "pipeline", "identity.tf");
        var allowed = Action().Matches(policy).Select(a => a.Groups["action"].Value);

        Assert.NotEmpty(program);
        Assert.Equal(
            new[] { EventSourceMapping, Logs, CustomerKey, Tracing, Network, program }.SelectMany(a => a)
                .Order(StringComparer.Ordinal),
            allowed.Distinct().Except(NotOfTheRole).Order(StringComparer.Ordinal));
    }

    // The program has no AWS SDK: it names the action of Secrets Manager in a header, and that of STS in a form.
    private static string[] ActionsOfTheProgram() =>
        [.. Directory.EnumerateFiles(RepositoryFiles.PathOf("src", "SqsIngestor.Pipeline"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .SelectMany(text => Target().Matches(text).Select(t => $"{t.Groups["service"].Value}:{t.Groups["action"].Value}")
                .Concat(FormOfSts().Matches(text).Select(f => $"sts:{f.Groups["action"].Value}")))
            .Distinct()];

    [GeneratedRegex("\"(?<action>[a-z0-9]+:[A-Z][A-Za-z]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("\"Action=(?<action>[A-Z][A-Za-z]+)&")]
    private static partial Regex FormOfSts();

    [GeneratedRegex("\"(?<service>[a-z]+)\\.(?<action>[A-Z][A-Za-z]+)\"")]
    private static partial Regex Target();
}
