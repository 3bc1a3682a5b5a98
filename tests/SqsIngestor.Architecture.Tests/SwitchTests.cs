using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Architecture.Tests;

/// <summary>
/// A switch over an enum of the product has no default that gives a result: a new value would get it in silence. The default
/// throws, or has nothing to give (null, false, an error of a record), or a comment that begins with "Others" says why every
/// other value, a new one too, is treated alike. Kinds of input are left out.
/// </summary>
public sealed class SwitchTests
{
    private const string Mark = "// Others";

    /// <summary>
    /// The kinds of what comes from outside, and of what is wrong with it. Code takes the few that it can use, and treats the
    /// rest alike.
    /// </summary>
    private static readonly string[] Inputs =
        ["ValueKind", "CelKind", "CelTypeKind", "CelTokenKind", "SqlTokenKind", "RecordErrorCode"];

    /// <summary>The enums whose values say why there is no result.</summary>
    private static readonly string[] Refusals = ["RecordErrorCode", "CelErrorCode"];

    [Fact]
    public void Switches_OverEnumsOfTheProduct_ThrowForAValueThatTheyDoNotKnow()
    {
        var files = SourceFiles().Select(static file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file)).ToList();
        var enums = files.SelectMany(static file => file.GetRoot().DescendantNodes().OfType<EnumDeclarationSyntax>())
            .Select(static type => type.Identifier.Text).Except(Inputs).ToHashSet();
        Assert.Contains("ZerobusErrorCode", enums);

        var found = files.SelectMany(file => Productive(file, enums)).ToList();

        Assert.True(found.Count == 0, $"Name the values and throw UnreachableException for others:\n{string.Join('\n', found)}");
    }

    [Theory]
    [InlineData("x switch { E.A => 1, _ => 2 }", true)]
    [InlineData("x switch { E.A or E.B => 1, _ => 2 }", true)]
    [InlineData("x switch { E.A when y => 1, E.B => 2, _ => throw new UnreachableException() }", false)]
    [InlineData("x switch { E.A => 1,\n // Others\n _ => 2 }", false)]
    [InlineData("x switch { E.A => 1, _ => null }", false)]
    [InlineData("x switch { E.A => true, _ => RecordErrorCode.WrongType }", false)]
    [InlineData("x switch { F.A => 1, _ => 2 }", false)]
    public void Productive_Defaults_AreFound(string expression, bool isFound)
    {
        var tree = CSharpSyntaxTree.ParseText($"class C {{ int M() => {expression}; }}", path: "C.cs");

        Assert.Equal(isFound ? ["C.cs:1"] : [], Productive(tree, ["E"]).Select(static place => place.Split(' ')[0]).Distinct());
    }

    [Theory]
    [InlineData("switch (x) { case E.A: M(); break; default: M(); break; }", true)]
    [InlineData("switch (x) { case E.A: return 1; default: return 2; }", true)]
    [InlineData("switch (x) { case E.A: return 1; default: return false; }", false)]
    [InlineData("switch (x) { case E.A: M(); break; default: throw new UnreachableException(); }", false)]
    [InlineData("switch (x) { case E.A: M(); break;\n // Others\n default: M(); break; }", false)]
    public void Productive_DefaultsOfStatements_AreFound(string statement, bool isFound)
    {
        var tree = CSharpSyntaxTree.ParseText($"class C {{ void M() {{ {statement} }} }}", path: "C.cs");

        Assert.Equal(isFound, Productive(tree, ["E"]).Any());
    }

    private static IEnumerable<string> Productive(SyntaxTree file, HashSet<string> enums)
    {
        foreach (var node in file.GetRoot().DescendantNodes())
        {
            var isProductive = node switch
            {
                SwitchExpressionSyntax expression => IsOver(enums, expression.Arms.Select(static arm => arm.Pattern))
                    && expression.Arms.FirstOrDefault(static arm => arm is { Pattern: DiscardPatternSyntax, WhenClause: null })
                        is { } arm && GivesAResult(arm.Expression) && !IsMarked(arm),
                SwitchStatementSyntax statement => IsOver(enums, Patterns(statement)) && IsProductive(statement),
                _ => false,
            };
            if (isProductive)
            {
                var line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                yield return $"{file.FilePath}:{line} {node.ToString().Split('\n')[0]}";
            }
        }
    }

    private static bool IsProductive(SwitchStatementSyntax statement) =>
        statement.Sections.FirstOrDefault(static section => section.Labels.Any(static l => l is DefaultSwitchLabelSyntax))
            is { } others && !IsMarked(others) && others.Statements[0] switch
            {
                ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax => false,
                ReturnStatementSyntax { Expression: var result } => result is not null && GivesAResult(result),
                _ => true,
            };

    private static bool GivesAResult(ExpressionSyntax result) => result switch
    {
        ThrowExpressionSyntax => false,
        LiteralExpressionSyntax literal => !literal.IsKind(SyntaxKind.NullLiteralExpression)
            && !literal.IsKind(SyntaxKind.FalseLiteralExpression) && !literal.IsKind(SyntaxKind.DefaultLiteralExpression),
        MemberAccessExpressionSyntax member => !Refusals.Contains(member.Expression.ToString()),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Error" } } => false,
        _ => true,
    };

    private static IEnumerable<PatternSyntax> Patterns(SwitchStatementSyntax statement) =>
        statement.Sections.SelectMany(static section => section.Labels).Select(static label => label switch
        {
            CaseSwitchLabelSyntax constant => SyntaxFactory.ConstantPattern(constant.Value),
            CasePatternSwitchLabelSyntax pattern => pattern.Pattern,
            _ => (PatternSyntax)SyntaxFactory.DiscardPattern(),
        });

    /// <summary>One of the patterns is a value of an enum, alone or one of several.</summary>
    private static bool IsOver(HashSet<string> enums, IEnumerable<PatternSyntax> patterns) =>
        patterns.Any(pattern => pattern switch
        {
            ConstantPatternSyntax { Expression: MemberAccessExpressionSyntax member } =>
                enums.Contains(member.Expression.ToString().Split('.')[^1]),
            BinaryPatternSyntax several => IsOver(enums, [several.Left]),
            _ => false,
        });

    private static bool IsMarked(SyntaxNode node) =>
        node.GetLeadingTrivia().Any(static trivia => trivia.ToString().StartsWith(Mark, StringComparison.Ordinal));

    private static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(RepositoryFiles.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal));
}
