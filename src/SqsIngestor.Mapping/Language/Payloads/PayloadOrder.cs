using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>Checks that every step can take what the step before it gives.</summary>
internal sealed class PayloadOrder(DiagnosticBag diagnostics)
{
    /// <summary>A step has been refused.</summary>
    public bool IsWrong { get; private set; }

    /// <summary>Checks the steps of a file.</summary>
    /// <returns>
    /// Text or bytes: the input of the step that makes the document, or without one the result of the last step.
    /// </returns>
    public PayloadForm Check(IReadOnlyList<PayloadStepSyntax> steps)
    {
        var form = PayloadForm.Text;
        PayloadStepSpec? document = null;
        var unwrapped = new HashSet<PayloadStepSpec>();
        foreach (var step in steps)
        {
            var spec = step.Spec;
            if (document is not null)
            {
                RefuseAfter(document, step);
            }
            else if (spec.NeedsBytes && form == PayloadForm.Text)
            {
                RefuseText(step);
            }
            else if (spec.Envelope is not null && !unwrapped.Add(spec))
            {
                Refuse(step, $"'{spec.Name}' is here twice", "remove one of them");
            }
            if (spec.IsDocument) document ??= spec;
            else if (document is null) form = spec.Gives;
        }
        return form;
    }

    private void RefuseAfter(PayloadStepSpec document, PayloadStepSyntax step)
    {
        var documents = PayloadStepCatalog.All
            .Where(row => row.IsDocument && row.Key != PayloadStepCatalog.UnwrapKey).Select(row => row.Word).ToList();
        var hint = step.Spec.IsDocument
            ? $"keep only one of {string.Join(", ", documents)}"
            : $"put {step.Spec.Name} before {document.Name}";
        Refuse(step, $"{document.Name} gives the document and must be the last step", hint);
    }

    private void RefuseText(PayloadStepSyntax step) => Refuse(
        step, $"{step.Spec.Name} needs bytes, but the step before it gives text; the body of an SQS message is text too",
        $"put base64 before {step.Spec.Name}");

    private void Refuse(PayloadStepSyntax step, string message, string? hint)
    {
        IsWrong = true;
        diagnostics.Add(DiagnosticCodes.PayloadOrder, step.Position, message, hint);
    }
}
