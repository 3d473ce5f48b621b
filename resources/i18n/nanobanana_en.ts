<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>BarWiring</name>
    <message numerus="yes">
        <source>%Ln task(s) were accepted, but the history could not be written. Note their task IDs: {ids}</source>
        <translation>
            <numerusform>%Ln task was accepted, but the history could not be written. Note its task ID: {ids}</numerusform>
            <numerusform>%Ln tasks were accepted, but the history could not be written. Note their task IDs: {ids}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) waiting to be sent.</source>
        <translation>
            <numerusform>%Ln task waiting to be sent.</numerusform>
            <numerusform>%Ln tasks waiting to be sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sending is paused. %Ln task(s) wait.</source>
        <translation>
            <numerusform>Sending is paused. %Ln task waits.</numerusform>
            <numerusform>Sending is paused. %Ln tasks wait.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) resumed.</source>
        <translation>
            <numerusform>%Ln task resumed.</numerusform>
            <numerusform>%Ln tasks resumed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) recovered.</source>
        <translation>
            <numerusform>%Ln image recovered.</numerusform>
            <numerusform>%Ln images recovered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) not confirmed.</source>
        <translation>
            <numerusform>%Ln task not confirmed.</numerusform>
            <numerusform>%Ln tasks not confirmed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CullingWords</name>
    <message numerus="yes">
        <source>%Ln kept</source>
        <translation>
            <numerusform>%Ln kept</numerusform>
            <numerusform>%Ln kept</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln for the bin</source>
        <translation>
            <numerusform>%Ln for the bin</numerusform>
            <numerusform>%Ln for the bin</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You were sorting %Ln image(s), {decided} decided.</source>
        <translation>
            <numerusform>You were sorting %Ln image, {decided} decided.</numerusform>
            <numerusform>You were sorting %Ln images, {decided} decided.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{decided} of %Ln image(s) decided. The decisions are kept.</source>
        <translation>
            <numerusform>{decided} of %Ln image decided. The decisions are kept.</numerusform>
            <numerusform>{decided} of %Ln images decided. The decisions are kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln image(s) to the bin?</source>
        <translation>
            <numerusform>Move %Ln image to the bin?</numerusform>
            <numerusform>Move %Ln images to the bin?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not decided: they stay as they are</source>
        <translation>
            <numerusform>%Ln not decided: it stays as it is</numerusform>
            <numerusform>%Ln not decided: they stay as they are</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of those for the bin have a star. A star says that an image is to be kept.</source>
        <translation>
            <numerusform>%Ln of those for the bin has a star. A star says that an image is to be kept.</numerusform>
            <numerusform>%Ln of those for the bin have a star. A star says that an image is to be kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln image(s) to the bin</source>
        <translation>
            <numerusform>Move %Ln image to the bin</numerusform>
            <numerusform>Move %Ln images to the bin</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) moved to the bin</source>
        <translation>
            <numerusform>%Ln image moved to the bin</numerusform>
            <numerusform>%Ln images moved to the bin</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) marked</source>
        <translation>
            <numerusform>%Ln image marked</numerusform>
            <numerusform>%Ln images marked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) changed before that</source>
        <translation>
            <numerusform>%Ln image changed before that</numerusform>
            <numerusform>%Ln images changed before that</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) are not there any more</source>
        <translation>
            <numerusform>%Ln image is not there any more</numerusform>
            <numerusform>%Ln images are not there any more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message numerus="yes">
        <source>%Ln of them without a reported cost</source>
        <translation>
            <numerusform>%Ln of them without a reported cost</numerusform>
            <numerusform>%Ln of them without a reported cost</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) selected</source>
        <translation>
            <numerusform>%Ln item selected</numerusform>
            <numerusform>%Ln items selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DragWiring</name>
    <message numerus="yes">
        <source>%Ln file(s) missing and left out.</source>
        <translation>
            <numerusform>%Ln file is missing and was left out.</numerusform>
            <numerusform>%Ln files are missing and were left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) missing: nothing to drag.</source>
        <translation>
            <numerusform>The file is missing: there is nothing to drag.</numerusform>
            <numerusform>%Ln files are missing: there is nothing to drag.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the first %Ln image(s) are dragged.</source>
        <translation>
            <numerusform>Only the first image is dragged.</numerusform>
            <numerusform>Only the first %Ln images are dragged.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Export %Ln image(s)</source>
        <translation>
            <numerusform>Export %Ln image</numerusform>
            <numerusform>Export %Ln images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message numerus="yes">
        <source>Export %Ln image(s)</source>
        <translation>
            <numerusform>Export %Ln image</numerusform>
            <numerusform>Export %Ln images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileWiring</name>
    <message numerus="yes">
        <source>%Ln file(s) copied</source>
        <translation>
            <numerusform>%Ln file copied</numerusform>
            <numerusform>%Ln files copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln prompt(s) copied</source>
        <translation>
            <numerusform>%Ln prompt copied</numerusform>
            <numerusform>%Ln prompts copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) saved to “{folder}”</source>
        <translation>
            <numerusform>%Ln image saved to “{folder}”</numerusform>
            <numerusform>%Ln images saved to “{folder}”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be read or written.</source>
        <translation>
            <numerusform>%Ln could not be read or written.</numerusform>
            <numerusform>%Ln could not be read or written.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterButton</name>
    <message numerus="yes">
        <source>Filters, %Ln in force</source>
        <translation>
            <numerusform>Filters, %Ln in force</numerusform>
            <numerusform>Filters, %Ln in force</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message numerus="yes">
        <source>Bin, %Ln item(s)</source>
        <translation>
            <numerusform>Bin, %Ln item</numerusform>
            <numerusform>Bin, %Ln items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message numerus="yes">
        <source>Not there. %Ln image(s) in the bin may lie in it and stay until it is there again.</source>
        <translation>
            <numerusform>Not there. %Ln image in the bin may lie in it and stays until it is there again.</numerusform>
            <numerusform>Not there. %Ln images in the bin may lie in it and stay until it is there again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FormPictures</name>
    <message numerus="yes">
        <source>%Ln image(s) added to the references</source>
        <translation>
            <numerusform>%Ln image added to the references</numerusform>
            <numerusform>%Ln images added to the references</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of its reference images are not here.</source>
        <translation>
            <numerusform>1 of its reference images is not here.</numerusform>
            <numerusform>%Ln of its reference images are not here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GraceWiring</name>
    <message numerus="yes">
        <source>%Ln task(s) taken back</source>
        <translation>
            <numerusform>%Ln task taken back</numerusform>
            <numerusform>%Ln tasks taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln already sent</source>
        <translation>
            <numerusform>%Ln already sent</numerusform>
            <numerusform>%Ln already sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message numerus="yes">
        <source>Select all %Ln image(s) of the stack</source>
        <translation>
            <numerusform>Select the %Ln image of the stack</numerusform>
            <numerusform>Select all %Ln images of the stack</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GridTally</name>
    <message numerus="yes">
        <source>%Ln image(s) selected</source>
        <translation>
            <numerusform>%Ln image selected</numerusform>
            <numerusform>%Ln images selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them hidden in stacks</source>
        <translation>
            <numerusform>%Ln of them hidden in a stack</numerusform>
            <numerusform>%Ln of them hidden in stacks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupNames</name>
    <message numerus="yes">
        <source>Stack of %Ln, closed</source>
        <translation>
            <numerusform>Stack of %Ln, closed</numerusform>
            <numerusform>Stack of %Ln, closed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stack of %Ln, open</source>
        <translation>
            <numerusform>Stack of %Ln, open</numerusform>
            <numerusform>Stack of %Ln, open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s)</source>
        <translation>
            <numerusform>%Ln image</numerusform>
            <numerusform>%Ln images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryCard</name>
    <message numerus="yes">
        <source>%Ln template(s)</source>
        <translation>
            <numerusform>%Ln template</numerusform>
            <numerusform>%Ln templates</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryDialog</name>
    <message numerus="yes">
        <source>Accept %Ln changed image(s) as they are</source>
        <translation>
            <numerusform>Accept %Ln changed image as it is</numerusform>
            <numerusform>Accept %Ln changed images as they are</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} of %Ln image(s) read</source>
        <translation>
            <numerusform>{count} of %Ln image read</numerusform>
            <numerusform>{count} of %Ln images read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln image(s) were read</source>
        <translation>
            <numerusform>%Ln image was read</numerusform>
            <numerusform>All %Ln images were read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln as saved</source>
        <translation>
            <numerusform>%Ln as saved</numerusform>
            <numerusform>%Ln as saved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln missing</source>
        <translation>
            <numerusform>%Ln missing</numerusform>
            <numerusform>%Ln missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed</source>
        <translation>
            <numerusform>%Ln changed</numerusform>
            <numerusform>%Ln changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unknown</source>
        <translation>
            <numerusform>%Ln unknown</numerusform>
            <numerusform>%Ln unknown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sidecar(s) written</source>
        <translation>
            <numerusform>%Ln sidecar written</numerusform>
            <numerusform>%Ln sidecars written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryWiring</name>
    <message numerus="yes">
        <source>Looking for %Ln missing file(s)…</source>
        <translation>
            <numerusform>Looking for %Ln missing file…</numerusform>
            <numerusform>Looking for %Ln missing files…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed image(s) accepted</source>
        <translation>
            <numerusform>%Ln changed image accepted</numerusform>
            <numerusform>%Ln changed images accepted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cannot be read as images and stay</source>
        <translation>
            <numerusform>%Ln cannot be read as an image and stays</numerusform>
            <numerusform>%Ln cannot be read as images and stay</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) added to the history</source>
        <translation>
            <numerusform>%Ln image added to the history</numerusform>
            <numerusform>%Ln images added to the history</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln missing file(s) found</source>
        <translation>
            <numerusform>%Ln missing file found</numerusform>
            <numerusform>%Ln missing files found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %Ln missing file(s) found</source>
        <translation>
            <numerusform>Stopped. %Ln missing file found</numerusform>
            <numerusform>Stopped. %Ln missing files found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MarksPopover</name>
    <message numerus="yes">
        <source>Tags of %Ln image(s)</source>
        <translation>
            <numerusform>Tags of %Ln image</numerusform>
            <numerusform>Tags of %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note on %Ln image(s)</source>
        <translation>
            <numerusform>Note on %Ln image</numerusform>
            <numerusform>Note on %Ln images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MarksWiring</name>
    <message numerus="yes">
        <source>On %Ln image(s) the note would be too long, and is as it was</source>
        <translation>
            <numerusform>On %Ln image the note would be too long, and is as it was</numerusform>
            <numerusform>On %Ln images the note would be too long, and is as it was</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) starred</source>
        <translation>
            <numerusform>%Ln image starred</numerusform>
            <numerusform>%Ln images starred</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Star removed from %Ln image(s)</source>
        <translation>
            <numerusform>Star removed from %Ln image</numerusform>
            <numerusform>Star removed from %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rating removed from %Ln image(s)</source>
        <translation>
            <numerusform>Rating removed from %Ln image</numerusform>
            <numerusform>Rating removed from %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) rated {stars}</source>
        <translation>
            <numerusform>%Ln image rated {stars}</numerusform>
            <numerusform>%Ln images rated {stars}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) tagged {tags}</source>
        <translation>
            <numerusform>%Ln image tagged {tags}</numerusform>
            <numerusform>%Ln images tagged {tags}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tag {tags} removed from %Ln image(s)</source>
        <translation>
            <numerusform>Tag {tags} removed from %Ln image</numerusform>
            <numerusform>Tag {tags} removed from %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note added to %Ln image(s)</source>
        <translation>
            <numerusform>Note added to %Ln image</numerusform>
            <numerusform>Note added to %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note of %Ln image(s) replaced</source>
        <translation>
            <numerusform>Note of %Ln image replaced</numerusform>
            <numerusform>Notes of %Ln images replaced</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note removed from %Ln image(s)</source>
        <translation>
            <numerusform>Note removed from %Ln image</numerusform>
            <numerusform>Notes removed from %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) changed</source>
        <translation>
            <numerusform>%Ln image changed</numerusform>
            <numerusform>%Ln images changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{done} of %Ln image(s) changed</source>
        <translation>
            <numerusform>{done} of %Ln image changed</numerusform>
            <numerusform>{done} of %Ln images changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NewChip</name>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln new</numerusform>
            <numerusform>%Ln new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoticeWords</name>
    <message numerus="yes">
        <source>%Ln image(s) are ready</source>
        <translation>
            <numerusform>%Ln image is ready</numerusform>
            <numerusform>%Ln images are ready</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) need a look</source>
        <translation>
            <numerusform>%Ln task needs a look</numerusform>
            <numerusform>%Ln tasks need a look</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) need a look: {reason}</source>
        <translation>
            <numerusform>%Ln task needs a look: {reason}</numerusform>
            <numerusform>%Ln tasks need a look: {reason}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) failed: {reason}</source>
        <translation>
            <numerusform>%Ln task failed: {reason}</numerusform>
            <numerusform>%Ln tasks failed: {reason}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderWiring</name>
    <message numerus="yes">
        <source>This sends %Ln new paid task(s).</source>
        <translation>
            <numerusform>This sends %Ln new paid task.</numerusform>
            <numerusform>This sends %Ln new paid tasks.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message numerus="yes">
        <source>%Ln command(s)</source>
        <translation>
            <numerusform>%Ln command</numerusform>
            <numerusform>%Ln commands</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message numerus="yes">
        <source>%Ln task(s) of the damaged history were recovered.</source>
        <translation>
            <numerusform>%Ln task of the damaged history was recovered.</numerusform>
            <numerusform>%Ln tasks of the damaged history were recovered.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuitWiring</name>
    <message numerus="yes">
        <source>%Ln task(s) are still being made</source>
        <translation>
            <numerusform>%Ln task is still being made</numerusform>
            <numerusform>%Ln tasks are still being made</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) wait to be sent</source>
        <translation>
            <numerusform>%Ln task waits to be sent</numerusform>
            <numerusform>%Ln tasks wait to be sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RatingRow</name>
    <message numerus="yes">
        <source>Rate %Ln star(s)</source>
        <translation>
            <numerusform>Rate %Ln star</numerusform>
            <numerusform>Rate %Ln stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RescueWiring</name>
    <message numerus="yes">
        <source>%Ln task(s) fetched</source>
        <translation>
            <numerusform>%Ln task fetched</numerusform>
            <numerusform>%Ln tasks fetched</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln were here already</source>
        <translation>
            <numerusform>%Ln was here already</numerusform>
            <numerusform>%Ln were here already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln are no task IDs</source>
        <translation>
            <numerusform>%Ln is not a task ID</numerusform>
            <numerusform>%Ln are not task IDs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchPanel</name>
    <message numerus="yes">
        <source>%Ln result(s)</source>
        <translation>
            <numerusform>%Ln result</numerusform>
            <numerusform>%Ln results</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SpokenNews</name>
    <message numerus="yes">
        <source>%Ln image(s) ordered.</source>
        <translation>
            <numerusform>%Ln image ordered.</numerusform>
            <numerusform>%Ln images ordered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) ready.</source>
        <translation>
            <numerusform>%Ln image ready.</numerusform>
            <numerusform>%Ln images ready.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) need a look.</source>
        <translation>
            <numerusform>%Ln task needs a look.</numerusform>
            <numerusform>%Ln tasks need a look.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StageHeader</name>
    <message numerus="yes">
        <source>Show history, %Ln active</source>
        <translation>
            <numerusform>Show history, %Ln active</numerusform>
            <numerusform>Show history, %Ln active</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SummaryWords</name>
    <message numerus="yes">
        <source>%Ln image(s) could not be exported.</source>
        <translation>
            <numerusform>%Ln image could not be exported.</numerusform>
            <numerusform>%Ln images could not be exported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) with content credentials were copied unchanged.</source>
        <translation>
            <numerusform>%Ln image with content credentials was copied unchanged.</numerusform>
            <numerusform>%Ln images with content credentials were copied unchanged.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) lack the content credentials of the original.</source>
        <translation>
            <numerusform>%Ln image lacks the content credentials of the original.</numerusform>
            <numerusform>%Ln images lack the content credentials of the originals.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %Ln animation(s) only the first frame was exported.</source>
        <translation>
            <numerusform>Of %Ln animation only the first frame was exported.</numerusform>
            <numerusform>Of %Ln animations only the first frame was exported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>List of %Ln task(s) saved.</source>
        <translation>
            <numerusform>List of %Ln task saved.</numerusform>
            <numerusform>List of %Ln tasks saved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln image(s) exported.</source>
        <translation>
            <numerusform>%Ln image exported.</numerusform>
            <numerusform>%Ln images exported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SurveyTile</name>
    <message numerus="yes">
        <source>%Ln star(s) of 5</source>
        <translation>
            <numerusform>%Ln star of 5</numerusform>
            <numerusform>%Ln stars of 5</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message numerus="yes">
        <source>Delete %Ln tag(s)</source>
        <translation>
            <numerusform>Delete %Ln tag</numerusform>
            <numerusform>Delete %Ln tags</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Join %Ln tag(s)</source>
        <translation>
            <numerusform>Join %Ln tag</numerusform>
            <numerusform>Join %Ln tags</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On %Ln image(s)</source>
        <translation>
            <numerusform>On %Ln image</numerusform>
            <numerusform>On %Ln images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagsWiring</name>
    <message numerus="yes">
        <source>Tag {tags} removed from %Ln image(s)</source>
        <translation>
            <numerusform>Tag {tags} removed from %Ln image</numerusform>
            <numerusform>Tag {tags} removed from %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{tags}: now “{tag}” on %Ln image(s)</source>
        <translation>
            <numerusform>{tags}: now “{tag}” on %Ln image</numerusform>
            <numerusform>{tags}: now “{tag}” on %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{done} of %Ln image(s) changed</source>
        <translation>
            <numerusform>{done} of %Ln image changed</numerusform>
            <numerusform>{done} of %Ln images changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TaskMenus</name>
    <message numerus="yes">
        <source>Remove %Ln star(s)</source>
        <translation>
            <numerusform>Remove %Ln star</numerusform>
            <numerusform>Remove %Ln stars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Star %Ln image(s)</source>
        <translation>
            <numerusform>Star %Ln image</numerusform>
            <numerusform>Star %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sort out %Ln image(s)…</source>
        <translation>
            <numerusform>Sort out %Ln image…</numerusform>
            <numerusform>Sort out %Ln images…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rate %Ln image(s)</source>
        <translation>
            <numerusform>Rate %Ln image</numerusform>
            <numerusform>Rate %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tags of %Ln image(s)…</source>
        <translation>
            <numerusform>Tags of %Ln image…</numerusform>
            <numerusform>Tags of %Ln images…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note on %Ln image(s)…</source>
        <translation>
            <numerusform>Note on %Ln image…</numerusform>
            <numerusform>Note on %Ln images…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %Ln image(s)…</source>
        <translation>
            <numerusform>Export %Ln image…</numerusform>
            <numerusform>Export %Ln images…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Run %Ln failed again…</source>
        <translation>
            <numerusform>Run %Ln failed again…</numerusform>
            <numerusform>Run %Ln failed again…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln image(s) to bin</source>
        <translation>
            <numerusform>Move %Ln image to bin</numerusform>
            <numerusform>Move %Ln images to bin</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln prompt(s)</source>
        <translation>
            <numerusform>Copy %Ln prompt</numerusform>
            <numerusform>Copy %Ln prompts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln file(s)</source>
        <translation>
            <numerusform>Copy %Ln file</numerusform>
            <numerusform>Copy %Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Save %Ln image(s) to folder…</source>
        <translation>
            <numerusform>Save %Ln image to folder…</numerusform>
            <numerusform>Save %Ln images to folder…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restore %Ln image(s)</source>
        <translation>
            <numerusform>Restore %Ln image</numerusform>
            <numerusform>Restore %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln image(s) for good…</source>
        <translation>
            <numerusform>Delete %Ln image for good…</numerusform>
            <numerusform>Delete %Ln images for good…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TemplateNews</name>
    <message numerus="yes">
        <source>%Ln template(s) imported</source>
        <translation>
            <numerusform>%Ln template imported</numerusform>
            <numerusform>%Ln templates imported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entry(s) of the file could not be used.</source>
        <translation>
            <numerusform>%Ln entry of the file could not be used.</numerusform>
            <numerusform>%Ln entries of the file could not be used.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln template(s) exported</source>
        <translation>
            <numerusform>%Ln template exported</numerusform>
            <numerusform>%Ln templates exported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln reference image(s) could not be put in.</source>
        <translation>
            <numerusform>%Ln reference image could not be put in.</numerusform>
            <numerusform>%Ln reference images could not be put in.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TemplateWiring</name>
    <message numerus="yes">
        <source>%Ln of its reference images are not here: {names}</source>
        <translation>
            <numerusform>%Ln of its reference images is not here: {names}</numerusform>
            <numerusform>%Ln of its reference images are not here: {names}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TooLargeNote</name>
    <message numerus="yes">
        <source>%Ln more are too large.</source>
        <translation>
            <numerusform>%Ln more is too large.</numerusform>
            <numerusform>%Ln more are too large.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Make %Ln smaller</source>
        <translation>
            <numerusform>Make %Ln smaller</numerusform>
            <numerusform>Make %Ln smaller</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln</source>
        <translation>
            <numerusform>Remove %Ln</numerusform>
            <numerusform>Remove %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrashWiring</name>
    <message numerus="yes">
        <source>Delete %Ln image(s)?</source>
        <translation>
            <numerusform>Delete %Ln image?</numerusform>
            <numerusform>Delete %Ln images?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln image(s)</source>
        <translation>
            <numerusform>Delete %Ln image</numerusform>
            <numerusform>Delete %Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) moved to the bin</source>
        <translation>
            <numerusform>%Ln item moved to the bin</numerusform>
            <numerusform>%Ln items moved to the bin</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) removed from the queue</source>
        <translation>
            <numerusform>%Ln task removed from the queue</numerusform>
            <numerusform>%Ln tasks removed from the queue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln already sent</source>
        <translation>
            <numerusform>%Ln already sent</numerusform>
            <numerusform>%Ln already sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) restored</source>
        <translation>
            <numerusform>%Ln item restored</numerusform>
            <numerusform>%Ln items restored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) still being made stay</source>
        <translation>
            <numerusform>%Ln task still being made stays</numerusform>
            <numerusform>%Ln tasks still being made stay</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them starred.</source>
        <translation>
            <numerusform>%Ln of them starred.</numerusform>
            <numerusform>%Ln of them starred.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) still being made stay in the bin.</source>
        <translation>
            <numerusform>%Ln task still being made stays in the bin.</numerusform>
            <numerusform>%Ln tasks still being made stay in the bin.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln starred image(s) as well?</source>
        <translation>
            <numerusform>Delete %Ln starred image as well?</numerusform>
            <numerusform>Delete %Ln starred images as well?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln starred image(s)?</source>
        <translation>
            <numerusform>Delete %Ln starred image?</numerusform>
            <numerusform>Delete %Ln starred images?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln starred image(s)</source>
        <translation>
            <numerusform>Delete %Ln starred image</numerusform>
            <numerusform>Delete %Ln starred images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{done} of %Ln deleted</source>
        <translation>
            <numerusform>{done} of %Ln deleted</numerusform>
            <numerusform>{done} of %Ln deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) deleted</source>
        <translation>
            <numerusform>%Ln item deleted</numerusform>
            <numerusform>%Ln items deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stay: the system&apos;s bin did not take the file</source>
        <translation>
            <numerusform>%Ln stays: the system&apos;s bin did not take the file</numerusform>
            <numerusform>%Ln stay: the system&apos;s bin did not take the file</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stay: an image folder is not there</source>
        <translation>
            <numerusform>%Ln stays: an image folder is not there</numerusform>
            <numerusform>%Ln stay: an image folder is not there</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UndoWiring</name>
    <message numerus="yes">
        <source>Undone: %Ln image(s) changed back</source>
        <translation>
            <numerusform>Undone: %Ln image changed back</numerusform>
            <numerusform>Undone: %Ln images changed back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Done again: %Ln image(s) changed</source>
        <translation>
            <numerusform>Done again: %Ln image changed</numerusform>
            <numerusform>Done again: %Ln images changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ViewCommands</name>
    <message numerus="yes">
        <source>Checking %Ln task(s) now.</source>
        <translation>
            <numerusform>Checking %Ln task now.</numerusform>
            <numerusform>Checking %Ln tasks now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Numbers</name>
    <message numerus="yes">
        <source>%Ln image(s)</source>
        <translation>
            <numerusform>%Ln image</numerusform>
            <numerusform>%Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln reference image(s)</source>
        <translation>
            <numerusform>%Ln reference image</numerusform>
            <numerusform>%Ln reference images</numerusform>
        </translation>
    </message>
</context>
</TS>
