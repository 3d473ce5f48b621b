<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>BarWiring</name>
    <message numerus="yes">
        <source>%n order(s) were accepted, but the history could not be written. Note their task IDs: {ids}</source>
        <translation>
            <numerusform>%n order was accepted, but the history could not be written. Note its task ID: {ids}</numerusform>
            <numerusform>%n orders were accepted, but the history could not be written. Note their task IDs: {ids}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) waiting to be sent.</source>
        <translation>
            <numerusform>%n task waiting to be sent.</numerusform>
            <numerusform>%n tasks waiting to be sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sending is paused. %n task(s) wait.</source>
        <translation>
            <numerusform>Sending is paused. %n task waits.</numerusform>
            <numerusform>Sending is paused. %n tasks wait.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) resumed.</source>
        <translation>
            <numerusform>%n task resumed.</numerusform>
            <numerusform>%n tasks resumed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) recovered.</source>
        <translation>
            <numerusform>%n image recovered.</numerusform>
            <numerusform>%n images recovered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) not confirmed.</source>
        <translation>
            <numerusform>%n task not confirmed.</numerusform>
            <numerusform>%n tasks not confirmed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message numerus="yes">
        <source>%n of them without a reported cost</source>
        <translation>
            <numerusform>%n of them without a reported cost</numerusform>
            <numerusform>%n of them without a reported cost</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) selected</source>
        <translation>
            <numerusform>%n item selected</numerusform>
            <numerusform>%n items selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Export %n image(s)</source>
        <translation>
            <numerusform>Export %n image</numerusform>
            <numerusform>Export %n images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message numerus="yes">
        <source>Export %n image(s)</source>
        <translation>
            <numerusform>Export %n image</numerusform>
            <numerusform>Export %n images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterButton</name>
    <message numerus="yes">
        <source>Filters, %n in force</source>
        <translation>
            <numerusform>Filters, %n in force</numerusform>
            <numerusform>Filters, %n in force</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message numerus="yes">
        <source>Bin, %n item(s)</source>
        <translation>
            <numerusform>Bin, %n item</numerusform>
            <numerusform>Bin, %n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GraceWiring</name>
    <message numerus="yes">
        <source>%n order(s) taken back</source>
        <translation>
            <numerusform>%n order taken back</numerusform>
            <numerusform>%n orders taken back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n already sent</source>
        <translation>
            <numerusform>%n already sent</numerusform>
            <numerusform>%n already sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryDialog</name>
    <message numerus="yes">
        <source>{count} of %n image(s) read</source>
        <translation>
            <numerusform>{count} of %n image read</numerusform>
            <numerusform>{count} of %n images read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n image(s) were read</source>
        <translation>
            <numerusform>%n image was read</numerusform>
            <numerusform>All %n images were read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n as saved</source>
        <translation>
            <numerusform>%n as saved</numerusform>
            <numerusform>%n as saved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n missing</numerusform>
            <numerusform>%n missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unknown</source>
        <translation>
            <numerusform>%n unknown</numerusform>
            <numerusform>%n unknown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) written</source>
        <translation>
            <numerusform>%n sidecar written</numerusform>
            <numerusform>%n sidecars written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryWiring</name>
    <message numerus="yes">
        <source>Looking for %n missing file(s)…</source>
        <translation>
            <numerusform>Looking for %n missing file…</numerusform>
            <numerusform>Looking for %n missing files…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) added to the history</source>
        <translation>
            <numerusform>%n image added to the history</numerusform>
            <numerusform>%n images added to the history</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing file(s) found</source>
        <translation>
            <numerusform>%n missing file found</numerusform>
            <numerusform>%n missing files found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %n missing file(s) found</source>
        <translation>
            <numerusform>Stopped. %n missing file found</numerusform>
            <numerusform>Stopped. %n missing files found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MarksPopover</name>
    <message numerus="yes">
        <source>Tags of %n image(s)</source>
        <translation>
            <numerusform>Tags of %n image</numerusform>
            <numerusform>Tags of %n images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MarksWiring</name>
    <message numerus="yes">
        <source>%n image(s) starred</source>
        <translation>
            <numerusform>%n image starred</numerusform>
            <numerusform>%n images starred</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Star removed from %n image(s)</source>
        <translation>
            <numerusform>Star removed from %n image</numerusform>
            <numerusform>Star removed from %n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rating removed from %n image(s)</source>
        <translation>
            <numerusform>Rating removed from %n image</numerusform>
            <numerusform>Rating removed from %n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) rated {stars}</source>
        <translation>
            <numerusform>%n image rated {stars}</numerusform>
            <numerusform>%n images rated {stars}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) tagged {tags}</source>
        <translation>
            <numerusform>%n image tagged {tags}</numerusform>
            <numerusform>%n images tagged {tags}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tag {tags} removed from %n image(s)</source>
        <translation>
            <numerusform>Tag {tags} removed from %n image</numerusform>
            <numerusform>Tag {tags} removed from %n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) changed</source>
        <translation>
            <numerusform>%n image changed</numerusform>
            <numerusform>%n images changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{done} of %n image(s) changed</source>
        <translation>
            <numerusform>{done} of %n image changed</numerusform>
            <numerusform>{done} of %n images changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NewChip</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderWiring</name>
    <message numerus="yes">
        <source>This sends %n new paid task(s).</source>
        <translation>
            <numerusform>This sends %n new paid task.</numerusform>
            <numerusform>This sends %n new paid tasks.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message numerus="yes">
        <source>%n task(s) of the damaged history were recovered.</source>
        <translation>
            <numerusform>%n task of the damaged history was recovered.</numerusform>
            <numerusform>%n tasks of the damaged history were recovered.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuitWiring</name>
    <message numerus="yes">
        <source>%n task(s) are still being made</source>
        <translation>
            <numerusform>%n task is still being made</numerusform>
            <numerusform>%n tasks are still being made</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) wait to be sent</source>
        <translation>
            <numerusform>%n task waits to be sent</numerusform>
            <numerusform>%n tasks wait to be sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RatingRow</name>
    <message numerus="yes">
        <source>Rate %n star(s)</source>
        <translation>
            <numerusform>Rate %n star</numerusform>
            <numerusform>Rate %n stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RescueWiring</name>
    <message numerus="yes">
        <source>%n task(s) fetched</source>
        <translation>
            <numerusform>%n task fetched</numerusform>
            <numerusform>%n tasks fetched</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were here already</source>
        <translation>
            <numerusform>%n was here already</numerusform>
            <numerusform>%n were here already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are no task IDs</source>
        <translation>
            <numerusform>%n is not a task ID</numerusform>
            <numerusform>%n are not task IDs</numerusform>
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
    <name>StageHeader</name>
    <message numerus="yes">
        <source>Show history, %n active</source>
        <translation>
            <numerusform>Show history, %n active</numerusform>
            <numerusform>Show history, %n active</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SummaryWords</name>
    <message numerus="yes">
        <source>%n image(s) could not be exported.</source>
        <translation>
            <numerusform>%n image could not be exported.</numerusform>
            <numerusform>%n images could not be exported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) with content credentials were copied unchanged.</source>
        <translation>
            <numerusform>%n image with content credentials was copied unchanged.</numerusform>
            <numerusform>%n images with content credentials were copied unchanged.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) lack the content credentials of the original.</source>
        <translation>
            <numerusform>%n image lacks the content credentials of the original.</numerusform>
            <numerusform>%n images lack the content credentials of the originals.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %n animation(s) only the first frame was exported.</source>
        <translation>
            <numerusform>Of %n animation only the first frame was exported.</numerusform>
            <numerusform>Of %n animations only the first frame was exported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>List of %n task(s) saved.</source>
        <translation>
            <numerusform>List of %n task saved.</numerusform>
            <numerusform>List of %n tasks saved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) exported.</source>
        <translation>
            <numerusform>%n image exported.</numerusform>
            <numerusform>%n images exported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TaskMenus</name>
    <message numerus="yes">
        <source>Remove %n star(s)</source>
        <translation>
            <numerusform>Remove %n star</numerusform>
            <numerusform>Remove %n stars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Star %n image(s)</source>
        <translation>
            <numerusform>Star %n image</numerusform>
            <numerusform>Star %n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rate %n image(s)</source>
        <translation>
            <numerusform>Rate %n image</numerusform>
            <numerusform>Rate %n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n image(s)…</source>
        <translation>
            <numerusform>Tags of %n image…</numerusform>
            <numerusform>Tags of %n images…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %n image(s)…</source>
        <translation>
            <numerusform>Export %n image…</numerusform>
            <numerusform>Export %n images…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Run %n failed again…</source>
        <translation>
            <numerusform>Run %n failed again…</numerusform>
            <numerusform>Run %n failed again…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %n image(s) to bin</source>
        <translation>
            <numerusform>Move %n image to bin</numerusform>
            <numerusform>Move %n images to bin</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restore %n image(s)</source>
        <translation>
            <numerusform>Restore %n image</numerusform>
            <numerusform>Restore %n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n image(s) for good…</source>
        <translation>
            <numerusform>Delete %n image for good…</numerusform>
            <numerusform>Delete %n images for good…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrashWiring</name>
    <message numerus="yes">
        <source>Delete %n image(s)?</source>
        <translation>
            <numerusform>Delete %n image?</numerusform>
            <numerusform>Delete %n images?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n image(s)</source>
        <translation>
            <numerusform>Delete %n image</numerusform>
            <numerusform>Delete %n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) moved to the bin</source>
        <translation>
            <numerusform>%n item moved to the bin</numerusform>
            <numerusform>%n items moved to the bin</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) removed from the queue</source>
        <translation>
            <numerusform>%n order removed from the queue</numerusform>
            <numerusform>%n orders removed from the queue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n already sent</source>
        <translation>
            <numerusform>%n already sent</numerusform>
            <numerusform>%n already sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) restored</source>
        <translation>
            <numerusform>%n item restored</numerusform>
            <numerusform>%n items restored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) still being made stay</source>
        <translation>
            <numerusform>%n task still being made stays</numerusform>
            <numerusform>%n tasks still being made stay</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them starred.</source>
        <translation>
            <numerusform>%n of them starred.</numerusform>
            <numerusform>%n of them starred.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) still being made stay in the bin.</source>
        <translation>
            <numerusform>%n task still being made stays in the bin.</numerusform>
            <numerusform>%n tasks still being made stay in the bin.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n starred image(s) as well?</source>
        <translation>
            <numerusform>Delete %n starred image as well?</numerusform>
            <numerusform>Delete %n starred images as well?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n starred image(s)?</source>
        <translation>
            <numerusform>Delete %n starred image?</numerusform>
            <numerusform>Delete %n starred images?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n starred image(s)</source>
        <translation>
            <numerusform>Delete %n starred image</numerusform>
            <numerusform>Delete %n starred images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{done} of %n deleted</source>
        <translation>
            <numerusform>{done} of %n deleted</numerusform>
            <numerusform>{done} of %n deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) deleted</source>
        <translation>
            <numerusform>%n item deleted</numerusform>
            <numerusform>%n items deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay: the system&apos;s bin did not take the file</source>
        <translation>
            <numerusform>%n stays: the system&apos;s bin did not take the file</numerusform>
            <numerusform>%n stay: the system&apos;s bin did not take the file</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay: the image folder is not there</source>
        <translation>
            <numerusform>%n stays: the image folder is not there</numerusform>
            <numerusform>%n stay: the image folder is not there</numerusform>
        </translation>
    </message>
</context>
</TS>
