using System.Text.RegularExpressions;
using CsCheck;
using SqsIngestor.Shared;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Zerobus.Tests.SharedSource;

public sealed class TableNameRuleTests
{
    private static readonly string Part = new('a', TableNameRule.MaxPartLength);

    public static TheoryData<string?, bool> Names => new()
    {
        { "a.b.c", true },
        { "main.raw.sqs_messages", true },
        { "MAIN.Raw.T_1", true },
        { "1.2.3", true },
        { "_._._", true },
        { $"{Part}.{Part}.{Part}", true },
        { $"a.b.{Part}a", false },
        { "a.b", false },
        { "a.b.c.d", false },
        { "a..c", false },
        { ".b.c", false },
        { "a.b.", false },
        { "a.b. c", false },
        { "a.b.c\n", false },
        { "a.b.c-d", false },
        { "a.b.`c`", false },
        { "a.b.\u00fc", false },
        { "a.b.\u0663", false },
        { "", false },
        { null, false },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void IsValid_Name_IsThreePartsOfAsciiLettersDigitsAndUnderscores(string? name, bool valid) =>
        Assert.Equal(valid, TableNameRule.IsValid(name));

    [Theory]
    [InlineData("main.raw.orders-recv", "'-' is not an ASCII letter, a digit or an underscore")]
    [InlineData("`main`.raw.t", "'`' is not an ASCII letter, a digit or an underscore")]
    [InlineData("main.raw.b\u00fccher", "'\u00fc' is not an ASCII letter, a digit or an underscore")]
    [InlineData("raw.t", "it has 2 parts instead of 3")]
    [InlineData("t", "it has 1 part instead of 3")]
    [InlineData("", "it has 1 part instead of 3")]
    [InlineData("main..t", "a part is empty")]
    public void Problem_NameThatIsNotValid_SaysWhatIsAtFault(string name, string problem) =>
        Assert.Equal(problem, TableNameRule.Problem(name));

    [Fact]
    public void Problem_PartThatIsTooLong_SaysSo() =>
        Assert.Equal("a part has more than 255 characters", TableNameRule.Problem($"a.b.{Part}c"));

    [Theory]
    [MemberData(nameof(Names))]
    public void Terraform_ValidationOfTableName_AgreesWithTheRule(string? name, bool valid)
    {
        // Terraform allows null: the mapping names the table then.
        if (name is not null)
            Assert.All(TerraformRules(), rule => Assert.Equal(valid, rule.IsMatch(name)));
    }

    [Fact]
    public void Terraform_AnyName_AgreesWithTheRule()
    {
        var rules = TerraformRules();
        var character = Gen.OneOf(
            Gen.Char['a', 'c'], Gen.Const('.'), Gen.Const('_'), Gen.Const('-'), Gen.Const(' '), Gen.Char[' ', '\u00ff']);
        Gen.OneOf(
            Gen.String[character, 0, 12],
            Gen.Select(Gen.Int[0, 257], Gen.Int[0, 257], (a, b) => $"{new string('a', a)}.{new string('b', b)}.c"))
            .Sample(name => rules.All(rule => rule.IsMatch(name) == TableNameRule.IsValid(name)));
    }

    private static Regex[] TerraformRules() =>
        [TerraformRule("variables_pipelines.tf"), TerraformRule("modules", "pipeline", "variables.tf")];

    // Go's regexp takes $ as the end of the text; .NET's also matches before a last line feed.
    private static Regex TerraformRule(params string[] file)
    {
        var text = File.ReadAllText(RepositoryFiles.PathOf(["terraform", .. file]));
        var pattern = Regex.Match(text, """regex\("(?<pattern>[^"]+)", var\.table_name\)""").Groups["pattern"].Value;
        Assert.NotEmpty(pattern);
        return new Regex(
            Regex.Replace(pattern.Replace("\\\\", "\\", StringComparison.Ordinal), @"\$$", @"\z"), RegexOptions.CultureInvariant);
    }
}
