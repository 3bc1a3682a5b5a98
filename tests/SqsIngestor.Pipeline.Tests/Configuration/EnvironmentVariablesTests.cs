using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Configuration;

public sealed partial class EnvironmentVariablesTests
{
    private static readonly string[] Secrets =
    [
        "DATABRICKS_CLIENT_SECRET", "DATABRICKS_OIDC_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    ];

    [Fact]
    public void All_HaveOneRowForEachConstant()
    {
        var names = EnvironmentVariables.All.Select(static v => v.Name).ToList();
        var constants = typeof(EnvironmentVariables).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(static f => f.IsLiteral && f.FieldType == typeof(string)).Select(static f => (string)f.GetRawConstantValue()!);

        Assert.Equal(names.Distinct(), names);
        Assert.Empty(constants.Except(names));
    }

    [Fact]
    public void All_HaveAMeaningAndAnExample() => Assert.All(EnvironmentVariables.All, static v =>
    {
        Assert.EndsWith(".", v.Meaning, StringComparison.Ordinal);
        Assert.NotEmpty(v.Example);
    });

    [Fact]
    public void Secrets_AreMarked() =>
        Assert.Equal(Secrets, EnvironmentVariables.All.Where(static v => v.IsSecret).Select(static v => v.Name));

    [Fact]
    public void Secrets_InAMapping_AreRefused() => Assert.All(
        EnvironmentVariables.All.Where(static v => v.IsSecret),
        static v =>
        {
            var yaml = Encoding.UTF8.GetBytes($"version: 1\ndescriptor: '${{{v.Name}}}'\ncolumns: {{}}\n");
            var compilation = MappingCompiler.Compile(yaml, "mapping.yaml", new MappingCompilerOptions
            {
                Descriptors = static name => new DescriptorFile(name, null, "none"),
                Variables = static _ => throw new InvalidOperationException("It is looked up."),
            });
            Assert.Contains(compilation.Diagnostics, static d => d.Code == DiagnosticCodes.VariableSecret);
        });

    [Fact]
    public void Names_OutsideOfTheCatalog_AreNotWrittenInTheFunction()
    {
        var written =
            from project in (string[])["SqsIngestor.Pipeline", "SqsIngestor.Lambda", "SqsIngestor.Lambda.Managed"]
            from file in Directory.EnumerateFiles(RepositoryFiles.PathOf("src", project), "*.cs", SearchOption.AllDirectories)
            where Path.GetFileName(file) != "EnvironmentVariables.cs"
            from Match name in Name().Matches(File.ReadAllText(file))
            select $"{Path.GetFileName(file)} writes {name.Value}; use the constant of EnvironmentVariables.";

        Assert.True(!written.Any(), string.Join('\n', written));
    }

    [Fact]
    public void SettingsReader_ReadsNothingThatIsNotInTheCatalog()
    {
        var read = new HashSet<string>();

        Assert.Throws<FunctionException>(() => SettingsReader.Read(name =>
        {
            read.Add(name);
            return name == EnvironmentVariables.DatabricksSecretArn ? "arn" : null;
        }));

        Assert.All(
            read, static name => Assert.Contains(EnvironmentVariables.All, v => v.Name == name || NamesProxy(v, name)));
    }

    // The rows of https_proxy and no_proxy name the other variables of proxies, in lower case only.
    private static bool NamesProxy(EnvironmentVariable row, string name) =>
        name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)
        && $"{row.Name}: {row.Meaning}".Contains(name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("\"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\"")]
    private static partial Regex Name();
}
