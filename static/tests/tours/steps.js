/** What several tours look for. */
export const field = (name) => `.o_field_widget[name=${name}]`;

/**
 * The PDF in a dialog is drawn: a person reads it before pressing a button, and a paper
 * that is still on its way when its dialog closes is an error in the browser. Making it
 * takes its time on a busy machine.
 */
export const paperIsDrawn = {
    content: "The form is shown as the other will get it",
    trigger: ".modal iframe:iframe .pdfViewer .page[data-loaded=true]",
    timeout: 60000,
};
