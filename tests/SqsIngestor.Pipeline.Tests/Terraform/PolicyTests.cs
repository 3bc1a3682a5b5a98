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

    // How Lambda takes the role, and the key of a condition.
    private static readonly string[] NotOfTheRole = ["sts:AssumeRole", "lambda:SourceFunctionArn"];

    [Fact]
    public void Policy_OfTheExecutionRole_HasTheActionsThatAreCalled()
    {
        var program = ActionsOfTheProgram();

        var policy = TerraformFiles.Read("modules", "pipeline", "iam.tf");
        var allowed = Action().Matches(policy).Select(a => a.Groups["action"].Value);

        Assert.NotEmpty(program);
        Assert.Equal(
            new[] { EventSourceMapping, Logs, CustomerKey, Tracing, Network, program }.SelectMany(a => a)
                .Order(StringComparer.Ordinal),
            allowed.Distinct().Except(NotOfTheRole).Order(StringComparer.Ordinal));
    }

    // The program has no AWS SDK: it names its one service and action in a header.
    private static string[] ActionsOfTheProgram() =>
        [.. Directory.EnumerateFiles(RepositoryFiles.PathOf("src", "SqsIngestor.Pipeline"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => Target().Matches(File.ReadAllText(f)))
            .Select(t => $"{t.Groups["service"].Value}:{t.Groups["action"].Value}")
            .Distinct()];

    [GeneratedRegex("\"(?<action>[a-z0-9]+:[A-Z][A-Za-z]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("\"(?<service>[a-z]+)\\.(?<action>[A-Z][A-Za-z]+)\"")]
    private static partial Regex Target();
}
